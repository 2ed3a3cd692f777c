"""From a masked Chinese sentence, in Simplified characters, to what it states.

A sentence is read clause by clause (，；). A clause without a subject of its own is about the
subject of the clause before it, as is usual in Chinese; only listed patterns are trusted there.
"""

import re
from collections.abc import Iterator

from knowledge.triples.chinese import patterns as p
from knowledge.triples.chinese.segmenter import segment
from knowledge.triples.masking import NAME, TOPIC
from knowledge.triples.statements import Statement

_CLAUSE = re.compile(r"[^，；。！：:]+")
_BORROWED = 0.85
_LONGEST_NOUN = 14
_LONGEST_SUBJECT = 16
_NO_PHRASE = 2
_BAD_SUBJECT = re.compile(
    "^(?:原籍|祖籍|籍贯|地处|位于|位在|现为|出生|作者|今|其|共|全)|(?:上线|上映|上市|时期|期间|年代|之一|以[东南西北上下内外])$"
)
# Tags of words that a subject can be made of, and words that are none whatever their tag.
_NOUNS = frozenset("n nr ns nt nz nrt nrfg j b vn l i ng k g eng s ag vg zg tg".split())
_NO_SUBJECT = frozenset(
    "原因 结果 问题 目的 其中 其他 其余 部分 人们 大家 有人 自己 此外 另外 后者 前者 一般 特别 内容 故事 名称 名字 "
    "方面 时间 地点 时候 期间 同年 同时 当时 今日 现在 目前 现时 祖籍 籍贯 现任 时任 前任 主题 特色 缺点 优点 时期 年代 此时 父亲 母亲 妻子 儿子 女儿 丈夫 总部 成员 作者 传统 "
    "全片 全书 主角 位置 面积 人口 原名 本名 又名 别名 俗称 简称 全称 旧称 艺名 笔名 英文 英文名 俗名 别称 前身".split()
)


_OPENS_PHRASE = frozenset("d p v c t f x uj m a ad vd".split())
# After a name, these open what is said of it, whatever the segmenter makes of them.
_STARTS_PHRASE = re.compile(
    "[》〉」”』]?(?:是|为|位于|生于|出生|毕业|成立|又[称名叫]|也[称是]|亦[称名]|[曾由于在]|简称|原名|本名|$)"
)


def statements(masked: str) -> Iterator[Statement]:
    """What a masked sentence, without parentheses, states."""
    if p.SPEECH.search(masked):
        return
    subject: str | None = None
    for number, match in enumerate(_CLAUSE.finditer(masked)):
        clause = match[0].strip()
        uncertain = bool(p.UNCERTAIN.search(p.HARMLESS.sub("", clause)))
        if masked[match.start() - 1 : match.start()] in ("；", "。", "！"):
            subject = None
        found, rest = subject_of(clause)
        factor = 1.0
        if re.search("(?:时|后|前|期间|同时|以来)$", clause):
            # "When the republic was founded": the next clause is about something else.
            subject = None
            continue
        if found and number and subject and len(rest) <= _NO_PHRASE:
            continue  # a name between commas stands in apposition: 位于红磡以北，何文田以南
        if found:
            subject = found
        elif found is None and number and subject:
            rest, factor = clause, _BORROWED
        else:
            subject = None
        said = list(_clause(subject, rest, factor)) if subject and not uncertain else []
        yield from said
        if rest and not said:
            # What was not understood may have brought somebody else in.
            subject = None
        if not uncertain:
            yield from _owned_roles(clause)


_ADVERB_END = re.compile("(?:则|原本|原来|原|本来|现|曾|于|也|亦|即)?$")


def subject_of(clause: str) -> tuple[str | None, str]:
    """The subject that opens a clause, and the rest.

    None: the clause has no subject of its own. Empty: it has one that is no name or term.
    """
    opening = p.BEFORE_SUBJECT.match(clause)
    start = opening.end() if opening else 0
    first = clause[start : start + 1]
    if re.match(NAME, first) and _STARTS_PHRASE.match(clause, start + 1):
        return first, clause[start + 1 :].lstrip("》〉」”』")
    words = list(segment(clause[start:]))
    end, named = 0, False
    for word in words:
        is_name = bool(re.fullmatch(NAME, word.text))
        if not is_name and (word.tag not in _NOUNS or word.text in _NO_SUBJECT):
            break
        end, named = word.end, named or is_name
    end -= len(_ADVERB_END.search(clause[start : start + end])[0])  # type: ignore[index]
    subject, rest = clause[start : start + end], clause[start + end :]
    if not end:
        word = words[0] if words else None
        opens = word is None or (word.text not in _NO_SUBJECT and word.tag in _OPENS_PHRASE)
        return (None if opens else ""), clause
    rest = rest.lstrip("》〉」”』")
    if not named and (len(subject) < 2 or not re.match("(?:是一|是指|指的是|为一)", rest)):
        return "", rest
    if len(subject) > _LONGEST_SUBJECT or _BAD_SUBJECT.search(subject) or not _can_follow(rest):
        return "", rest
    return subject, rest


def _can_follow(rest: str) -> bool:
    """Whether `rest` can be said of a subject that stands before it."""
    if re.match(rf"的(?:{p.ROLES})(?:是|为)", rest):
        return True
    return not re.match(
        r"[的之时人等们和与及或至到、·/─—－-]|以[前后来]|[东西南北]部|地区|方面", rest
    )


def _owned_roles(clause: str) -> Iterator[Statement]:
    """法国首都巴黎: says something of two names wherever it stands."""
    for match in p.OWNS_ROLE.finditer(clause):
        yield Statement(match["owner"], match["role"], match["object"], 0.8)


def _clause(subject: str, rest: str, factor: float) -> Iterator[Statement]:
    found = list(_facts(subject, rest, factor == 1.0))
    if not found:
        found = list(_defined(subject, rest, factor == 1.0))
    if not found and factor == 1.0:
        found = list(_general(subject, rest))
    for s in found:
        if s.subject != s.object:
            yield Statement(s.subject, s.predicate, s.object, round(s.confidence * factor, 3))


def _facts(subject: str, rest: str, own: bool) -> Iterator[Statement]:
    yield from _life(subject, rest)
    if match := p.WHEN.search(rest):
        verb = (match["verb"] or match["verb2"]).removesuffix("于")
        verb = {"建": "建成", "成": "建成"}.get(verb, verb)
        yield Statement(subject, f"{verb}时间", match["date"] or match["date2"], 0.85)
    if match := p.MADE_BY.search(rest):
        if re.search(r"的|，", rest[: match.start()]) is None or rest[: match.start()].startswith(
            ("是", "为")
        ):
            verb = match["verb"].removeprefix("所")
            predicate = verb if verb in ("主演", "编剧", "主唱") else f"{verb}者"
            yield from _each(subject, predicate, match, 0.85)
    if match := p.LOCATED.match(rest):
        if "之间" not in rest:
            yield Statement(subject, "位于", match["object"], 0.9)
    for pattern in (p.VERB_AT, p.INCLUDES) if own else (p.VERB_AT,):
        match = pattern.match(rest)
        if match and (own or match["verb"] not in _RENAMED):
            yield from _each(subject, match["verb"], match, 0.85)
    if match := p.GRADUATED.match(rest):
        yield Statement(subject, "毕业于", match["object"], 0.85)
    yield from _roles(subject, rest)
    if match := p.ALIAS.match(rest):
        verb = (
            match["verb"].rstrip("为叫做名") if match["verb"] not in p.ALIAS_AS else match["verb"]
        )
        yield Statement(
            subject,
            p.ALIAS_AS.get(match["verb"].rstrip("为"), p.ALIAS_AS.get(verb, "又称")),
            match["name"],
            0.85,
        )


def _life(subject: str, rest: str) -> Iterator[Statement]:
    for pattern, when, where in ((p.BORN, "出生日期", "出生地"), (p.DIED, "逝世日期", "逝世地")):
        match = pattern.search(rest)
        groups = match.groupdict() if match else {}
        if date := groups.get("date") or groups.get("date2"):
            yield Statement(subject, when, date, 0.9)
        if place := groups.get("place") or groups.get("place2") or groups.get("place3"):
            yield Statement(subject, where, place, 0.85)


def _roles(subject: str, rest: str) -> Iterator[Statement]:
    if match := p.ROLE_OF.match(rest):
        yield Statement(subject, match["role"], match["object"], 0.85)
    if match := p.IS_ROLE.match(rest):
        yield Statement(match["owner"], match["role"], subject, 0.85)


def _each(
    subject: str, predicate: str, match: re.Match[str], confidence: float
) -> Iterator[Statement]:
    for name in re.findall(NAME, match["object"] + match["more"]):
        yield Statement(subject, predicate, name, confidence)


def _defined(subject: str, rest: str, own: bool) -> Iterator[Statement]:
    match = p.DEFINED.match(rest)
    if not match:
        return
    noun = match["noun"]
    weak = "为" in rest[: match.start("noun")] and "称为" not in rest
    if weak and not match["one"] and (not own or not re.search("[的之]", noun)):
        return  # 上层为公路: says what something consists of or is for as often as what it is
    if re.search(rf"为{NAME}[^的之]*$", rest[: match.end()]) and re.match(NAME, noun):
        return  # "for somebody", not "is somebody"
    modifier, of, head = noun.rpartition("的")
    if p.BAD_NOUN.match(noun) or len(noun) > _LONGEST_NOUN:
        # Only after 一种 and the like is the modifier more than the noun needs: 是法国的首都.
        if not (match["one"] and of and len(head) > 1) or modifier.endswith("之一"):
            return
        noun = head
    noun = noun.strip("「」“”《》 ")
    if (
        len(noun) < 2
        or p.BAD_END.search(noun)
        or noun in p.VAGUE
        or re.search("[「」“”『』《》〈〉]", noun)
        or p.BAD_NOUN.match(noun)
    ):
        return
    last = list(segment(noun))[-1]
    if last.tag[0] not in "nzjxlrbig" and last.tag != "vn" and last.tag != "eng":
        return
    yield Statement(subject, "是", noun, 0.8)


# Without a subject of their own, these are often about what was taken, joined or merged.
_RENAMED = frozenset("改名 改名为 更名 更名为 改称 并入".split())
_EMPTY_VERBS = frozenset(
    "表示 指出 认为 希望 成为 进行 开始 继续 来到 前往 返回 到达 抵达 进入 离开 经过 通过 根据 随着 按照 需要 要求 使得 利用 使用 "
    "具有 拥有 没有 包括 包含 知道 发现 看到 得到 受到 遭到 受雇 作为 称为 称作 视为 叫做 位于 属于 以及 还有 根据 参照 对于 关于 "
    "向往 朝向 面对 等于 至于 由于 有关 相对 面临 连同 伴随 邀请 要求 鼓励 决定 支持 反对 命令 派遣 协助 帮助 带领 率领 跟随 陪同 "
    "跟着 沿着 对抗 针对 按照 除了 直到 相比 比起 类似 不如 想要 打算 计划".split()
)


def _general(subject: str, rest: str) -> Iterator[Statement]:
    """Subject, one plain verb of two characters or more, name."""
    match = p.SVO.match(rest)
    if not match or match["verb"] in _EMPTY_VERBS:
        return
    words = list(segment(match["verb"]))
    plain = (
        len(words) == 1 and words[0].tag == "v" and not re.search("[是为自有]|提前", match["verb"])
    )
    if plain and re.fullmatch(NAME, subject):
        yield from _each(subject, match["verb"], match, 0.65)


def in_parentheses(masked: str) -> Iterator[Statement]:
    """What stands in parentheses after names: life dates, foreign names, abbreviations."""
    for match in p.IN_PARENTHESES.finditer(masked):
        subject, inside = match["subject"], match["inside"].strip("，； ")
        life = p.LIFE.match(inside)
        if life and (match.start() < 3 or life["died"]):
            yield Statement(subject, "出生日期", life["born"], 0.85)
            if life["died"]:
                yield Statement(subject, "逝世日期", life["died"], 0.85)
        if quoted := re.match(r"[\"“「]([^\"”」]+)[\"”」]", inside):
            yield from _other_name(subject, quoted[1], True)
            continue
        for number, part in enumerate(re.split(r"[，；,;]", inside)):
            yield from _other_name(subject, part.strip(' 「」“”"'), number == 0)


LIFE = ("出生日期", "逝世日期")
# One name in parentheses after another: which is the foreign one, their characters tell.
BRACKETED = "外文名|中文名"


def _other_name(subject: str, part: str, first: bool) -> Iterator[Statement]:
    if foreign := p.FOREIGN.match(part):
        label = "英文名" if foreign["language"].startswith("英") else "外文名"
        if foreign["language"] != "学名":
            yield Statement(subject, label, foreign["name"].strip(" 「」“”。."), 0.85)
    elif alias := p.ALIAS.match(part):
        yield Statement(
            subject, p.ALIAS_AS.get(alias["verb"].rstrip("为"), "又称"), alias["name"], 0.85
        )
    elif first and re.fullmatch(
        r"[A-Za-z][A-Za-z .'’&/-]{1,60}|[\u00c0-\u024fA-Za-z .'’-]{2,60}", part
    ):
        yield Statement(subject, "外文名", part, 0.8)
    elif first and re.fullmatch(NAME, part):
        yield Statement(subject, BRACKETED, part, 0.8)


def without_parentheses(masked: str) -> str:
    """The sentence without what stands in parentheses."""
    for _ in range(3):
        shorter = p.PARENTHESES.sub("", masked)
        if shorter == masked:
            break
        masked = shorter
    return masked


def with_topic(masked: str) -> str:
    """The sentence with the pronoun or description that opens it replaced by the topic."""
    match = p.PRONOUN.match(masked)
    return masked if not match else match["lead"] + TOPIC + masked[match.end() :]
