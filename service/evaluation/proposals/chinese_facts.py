"""Chinese: who, which year, how many, where; asked in place of the value."""

import re
from collections.abc import Iterator

from knowledge.text import comparable
from service.evaluation.proposals.chinese_clauses import (
    HAN,
    clauses,
    is_subject,
    leans,
    stands_alone,
    tight,
)
from service.evaluation.proposals.english_events import DATED, MADE
from service.evaluation.proposals.proposal import Found, Reading

_MAKING = (
    r"提出|发布|开发|发明|创立|创建|创办|设计|研发|研制|推出|引入|撰写|编写|构造|建立|描述|"
    r"发现|发起|建造|执导|创作|出版|开源|命名|制作|改编|主演|谱写"
)
_YEAR = r"(?<!\d)(?:1\d|20)\d\d ?年(?: ?\d{1,2} ?月(?: ?\d{1,2} ?日)?)?[初底末]?"
_LATIN_NAME = r"[A-Z][\w.'-]*(?: [A-Z][\w.'-]*)*"
_ONE = (
    rf"(?:{_LATIN_NAME}|{HAN}{{2,12}}?(?: [A-Z]+ {HAN}+)?(?:的{HAN}{{2,4}})?|"
    rf"{HAN}{{2,8}}的(?: ?){_LATIN_NAME})"
)
_AGENT = rf"(?:{_ONE}(?:(?: ?[、与和] ?){_ONE})*(?: ?等人| ?等)?)"
_BY = re.compile(
    rf"^(?P<subject>[^，。；：]{{2,30}}?)(?:最早|最初|首次|首先|主要|分别|于)?"
    rf"由 ?(?P<agent>{_AGENT})(?= ?(?:在|于|首次|首先|率先|联合|共同|合作|最早|最初|负责|"
    rf"{_MAKING}))"
    r"(?P<when>(?: ?(?:在|于) "
    rf"?(?P<year>{_YEAR}))?)[^，。；]{{0,14}}?(?P<verb>{_MAKING})(?P<rest>[^，。；]*)"
)
_AGENT_FIRST = re.compile(
    rf"^(?P<agent>{_LATIN_NAME}(?: ?[与和] ?{_LATIN_NAME})*(?: ?等人)?|{HAN}{{2,12}}等人|"
    rf"{HAN}{{2,10}}的(?: ?{_LATIN_NAME}|{HAN}{{2,4}})等人|{HAN}{{0,8}}(?:大学|公司|研究院|"
    r"实验室)) ?"
    rf"(?P<when>(?:在|于) ?{_YEAR})?(?P<told>(?:首次|首先|"
    rf"率先)?(?:系统)?(?:{_MAKING})了?[^，。；]{{2,30}})$"
)
_WHEN = re.compile(rf"(?P<at>在|于)? ?(?P<year>{_YEAR})")
_NUMBER = r"\d[\d,]*(?:\.\d+)?(?: ?[万亿千百]+)?"
_RANGE = rf"{_NUMBER}(?: ?%)?(?: ?(?:到|至|-|~|～) ?{_NUMBER})?"
_UNITS = (
    "平方公里|平方千米|平方米|立方米|个百分点|个月|小时|分钟|公里|千米|厘米|毫米|公斤|千克|美元|日元|欧元|英镑|词元|字节|公顷|海里|"
    "个|道|条|位|名|次|层|倍|字|步|秒|天|周|岁|元|米|吨|克|人|家|项|种|类|句|篇|本|台|张|块|轮|份|段|题|卷|集|座|所|辆|架|艘|只|"
    "头|对|组|套|级|分|度|章|首|期|节|场|届|户|亩|尺|寸|斤|里|码|枚|幅|部|支|颗|株|间|幢|栋|处|区|县|村|镇|乡|站|股|片|门|日"
)
_VALUE = re.compile(
    rf"(?P<before>[^\d\s，。；：]*?(?P<act>有|为|是|取|占|达|达到|约为|约占|包含|含|需要|需|超过|降到|降至|减少|提高|提高了|"
    rf"节省|使用|用|支持|保留|设为|设置为|等于|共|覆盖|收录|拥有|加入|插入|只需|长|高|耗时|花费|减少了|扩大到|切成|"
    rf"分成|分为|下降到|上升到|增加到|长达|重|选取|采样|收集|训练|低于|高于|不到|只有|仅|仅有|大|宜在|控制在))"
    rf"(?P<space> ?)(?P<about>大约|约|近|超过|至少|至多|最多|不到)? ?(?P<number>{_RANGE})"
    rf"(?: ?(?P<unit>%|％|[KMGT]?i?B\b|[A-Za-z]{{1,5}}\b|{_UNITS}))?"
)
_ANY_NUMBER = re.compile(r"(?<![A-Za-z\d.,-])\d[\d,]*(?:\.\d+)?(?![\d.]*[A-Za-z]?-)")
_PLACE = re.compile(
    r"^(?P<subject>[^，。；：]{2,24}?)(?P<act>位于|坐落于|坐落在|总部位于|总部设在|出生于|出生在|毕业于|地处)"
    r"(?P<place>[^，。；]{2,24})"
)
_HOUR = re.compile(r"\d ?[时点分日]|[早晚上下]午")
_EVENT = re.compile(
    rf"{_MAKING}|成立|开始|结束|举行|出生|去世|逝世|建成|开通|通过|加入|成为|获得|发生|启用|上映|改名|更名|"
    "合并|毕业|当选|观察|证明|展示"
)
_NO_EVENT = re.compile(rf"(?:发现|证明|指出|表示|认为|宣布)$|(?:{_MAKING})的")
_QUALIFIERS = r"(?:大约|约|宜|一共|共|总|只|仅|通常|一般|都|均|也|至少|最多|大致|现|已)+$"
_NO_YEAR = ("的", "前", "后", "以", "到", "至", "间", "代", "年", "、", "和", "与")
_UNITLESS = ("年", "月", "日", "的", "和", "与", "到", "或", "以", "并", "时", "之")


def by_someone(reading: Reading) -> Iterator[Found]:
    """`X由A在D年提出`."""
    text = _bare(reading.text)
    match = _BY.match(text)
    if not match or not is_subject(tight(match["subject"]), reading.known):
        return
    subject, agent = tight(match["subject"]), match["agent"].strip()
    verb = match["verb"]
    if (
        not re.search(r"[A-Za-z]|等|大学|公司|院|实验室|团队|会$|局|部|社|集团|厂", agent)
        and len(agent) > 4
    ):
        return
    main = re.sub(r" ?等人?$", "", agent)
    answers = tuple(dict.fromkeys((agent, main)))
    yield Found("agent", f"{subject}是由谁{verb}的？", answers, subject, MADE)
    if match["year"]:
        yield _dated(f"{subject}是哪一年{verb}的？", match["year"], subject)


def someone_did(reading: Reading) -> Iterator[Found]:
    """`A在D年提出了X`."""
    first = clauses(reading.text)[:1]
    match = _AGENT_FIRST.match(first[0]) if first else None
    if match and not leans(match["told"]):
        when = tight(match["when"] or "")
        main = re.sub(r" ?等人$", "", match["agent"])
        thing = re.sub(rf"^.*?(?:{_MAKING})了?", "", match["told"])
        if is_subject(tight(thing)):
            asked = f"谁{when}{tight(match['told'])}？"
            answers = tuple(dict.fromkeys((match["agent"].strip(), main)))
            yield Found("agent", asked, answers, tight(thing), MADE)


def in_a_year(reading: Reading) -> Iterator[Found]:
    """The first clause with a year in it, asked for the year."""
    clause = _main_clause(reading.text)
    years = list(_WHEN.finditer(clause))
    if len(years) != 1 or not 10 <= len(clause) <= 60:
        return
    match = years[0]
    if (by := _BY.match(clause)) and by["year"] and is_subject(tight(by["subject"])):
        return
    if not _tells_when(clause, match, reading.known):
        return
    opening = clause[: match.start()].strip()
    asked = "什么时候" if "月" in match["year"] else "哪一年"
    place = "在" if match["at"] and opening else ""
    question = tight(f"{clause[: match.start()]}{place}{asked}{clause[match.end() :]}")
    subject = tight(opening) if opening else ""
    yield _dated(f"{question}？", match["year"], subject)


def _tells_when(clause: str, year: re.Match[str], known: str) -> bool:
    """Whether the year dates an event of the clause, whose subject needs no passage."""
    if clause[year.end() : year.end() + 1] in _NO_YEAR or _HOUR.search(clause):
        return False
    opening, behind = clause[: year.start()].strip(), clause[year.end() :]
    rest = clause[: year.start()] + behind
    if not stands_alone(tight(rest)) or not _EVENT.search(rest) or _NO_EVENT.search(rest):
        return False
    if opening:
        return is_subject(tight(opening), known)
    # A year in front leaves the subject to be found: a name, or a word of the headings.
    return bool(re.match(r" ?[A-Z《“]", rest)) or comparable(rest)[:2] in known


def amount(reading: Reading) -> Iterator[Found]:
    """The first clause with one number in it, asked for the number."""
    clause = _main_clause(reading.text)
    match = _VALUE.search(clause)
    if not match or len(_ANY_NUMBER.findall(clause)) > len(
        re.findall(r"\d[\d,.]*", match["number"])
    ):
        return
    unit = match["unit"] or ""
    opening = re.sub(_QUALIFIERS, "", tight(clause[: match.start("act")]))
    if (
        unit.startswith(_UNITLESS)
        or not is_subject(opening, reading.known)
        or not 8 <= len(clause) <= 45
    ):
        return
    asked = _asking(unit)
    if not unit and clause[match.end("number") :].strip():
        return
    tail = clause[match.end("unit") if match["unit"] else match.end("number") :]
    told = clause[: match.end("act")]
    question = tight(f"{told}{asked}{tail}")
    if (
        leans(question)
        or "之一" in tail
        or re.search(r"的$", tight(tail))
        or re.search(r"多少[a-zA-Z]*$", told)
    ):
        return
    said = clause[
        match.start("number") : match.end("unit") if match["unit"] else match.end("number")
    ]
    about = match["about"] or ""
    full = clause[match.start("about") : match.start("number")] + said if about else said
    answers = tuple(dict.fromkeys(a.strip() for a in (full, said, match["number"])))
    stated = rf"\d[\s\S]*{re.escape(unit[:2])}" if unit else r"\d"
    yield Found("amount", f"{question}？", answers, opening, stated)


def somewhere(reading: Reading) -> Iterator[Found]:
    """`X位于P`."""
    match = _PLACE.match(_bare(reading.text))
    if match and is_subject(tight(match["subject"]), reading.known):
        subject = tight(match["subject"])
        where = "哪所学校" if match["act"] == "毕业于" else "哪里"
        question, place = f"{subject}{match['act']}{where}？", match["place"].strip()
        yield Found("place", question, (place,), subject, "位于|坐落|地处|总部|出生|毕业")


def _bare(text: str) -> str:
    """Without brackets, but with the spacing of the text, so that answers stay verbatim."""
    return re.sub(r" ?（[^（）]*）", "", text)


def _main_clause(text: str) -> str:
    """The first clause; a date that stands alone in front belongs to the second."""
    parts = [c for c in re.split(r"[，；。！？]", _bare(text)) if c.strip()]
    if len(parts) > 1 and re.fullmatch(rf"(?:在|于)? ?{_YEAR}", parts[0].strip()):
        return f"{parts[0]}{parts[1]}".strip()
    return parts[0].strip() if parts and "：" not in parts[0] else ""


def _asking(unit: str) -> str:
    if unit in ("%", "％"):
        return "百分之多少"
    return f"多少 {unit}" if unit.isascii() and unit else f"多少{unit}"


def _dated(question: str, year: str, subject: str) -> Found:
    year = year.strip()
    digits = re.match(r"\d+", year)
    bare = (digits[0],) if digits and "月" not in year else ()
    return Found("date", question, (year, *bare), subject, DATED)
