"""Entities of Chinese text: marked titles, transliterated names, dictionary words, suffixes.

A segmenter guesses at names it does not know, so a guess counts only with something beside it: a
surname, a suffix, a mark, or the document's own title.
"""

import re
from collections.abc import Iterator

from knowledge.triples.chinese.segmenter import Word, segment
from knowledge.triples.dates import DATE_ZH, QUANTITY_ZH
from knowledge.types import EntityKind, EntityMention

MAX_NAME = 30
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_WORK = re.compile(r"[《〈](?P<name>[^《》〈〉\n]{1,40})[》〉]")
_QUOTED = re.compile(r"[「“『](?P<name>[^「」“”『』，。；,;（）()\n]{2,16})[」”』]")
# 威廉·琼斯, 列奥·波尔多·兰克
_FOREIGN_PART = rf"[{_HAN}]{{1,8}}"
# A sentence that opens with a term and says at once what it is.
_OPENING_TERM = re.compile(
    rf"^(?:所谓的?)?(?P<name>(?![这那本该此其一各每某我你他她它有在从由对当如与和为但而若因虽第])"
    rf"[{_HAN}]{{2,12}}?)(?:[（(][^（()）]{{0,80}}[)）])?"
    r"(?:，?(?:又称|又名|也称|亦称|也叫|简称|俗称|或称|学名|即)|，?是指|，?指的是|，?[是为]一(?!些|样|直|般|定|切|旦|起|方面|边|次)|，?是[^不否]{2,12}的一[种个])"
)
_NOT_IN_TERM = re.compile(
    "[的了是着吗呢吧]|因为|所以|可以|就|都|也|还|^(?:原因|结果|问题|目的|方法|重点|特点|特色|内容|主角|作者|总部)"
)
_DOTTED = re.compile(rf"{_FOREIGN_PART}(?:[·•‧・．]{_FOREIGN_PART})+")
_LATIN = re.compile(
    r"(?<![A-Za-z])(?:[A-Z](?:[A-Za-z0-9&+#.'’-]*[A-Za-z0-9+#])?(?: (?:of |the |de |la |and |"
    r"for )?[A-Z0-9](?:[A-Za-z0-9&+#.'’-]*[A-Za-z0-9+#])?)*|[a-z]{1,8}[A-Z][A-Za-z0-9]*)"
)
_ORGANISATION = (
    "大学|学院|中学|小学|公司|集团|银行|协会|学会|委员会|研究所|研究院|出版社|报社|电视台|广播公司|乐团|乐队|党|"
    "联盟|联合会|基金会|博物馆|图书馆|法院|议会|国会|政府|教会|医院|俱乐部|球队|足球队|舰队|军团|部队|电台|"
    "事务所|工作室|唱片|影业|航空|铁路|总会|总局|厅|署|教区|教廷|组织|工会|商会|剧团|社团|王朝"
)
_PLACE = (
    "省|市|县|区|镇|乡|村|州|郡|府|国|岛|山|河|江|湖|海|湾|洋|寺|庙|宫|桥|街|路|站|港|机场|半岛|群岛|山脉|"
    "盆地|平原|高原|海峡|运河|水库|公园|广场|教堂|城|堡|大街|公路|车站|地区|行政区|自治区|特区|大道|体育场|体育馆"
)
_OTHER = (
    "战争|战役|事件|革命|运动会|锦标赛|联赛|世界杯|奖|条约|运动|起义|会议|条例|法案|主义|系统|语|族|号|"
    "线"
)
_ENDS: tuple[tuple[EntityKind, re.Pattern[str]], ...] = (
    ("organisation", re.compile(f"(?:{_ORGANISATION})$")),
    ("place", re.compile(f"(?:{_PLACE})$")),
    ("other", re.compile(f"(?:{_OTHER})$")),
)
_JOINS = frozenset("n ns nr nt nz j eng nrt nrfg b vn an s f m q l i".split())
_STARTS = frozenset("ns nr nt nz j eng nrt nrfg".split())
_KINDS: dict[str, EntityKind] = {
    "nr": "person",
    "nrt": "person",
    "nrfg": "person",
    "ns": "place",
    "nt": "organisation",
}
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
    "鲁韦昌马苗凤方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余元卜顾孟平黄穆萧尹"
    "姚邵汪祁毛禹狄米贝明臧计成戴谈宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱"
    "骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢裴陆荣翁荀"
    "羊惠甄家封储靳段富巫乌焦巴弓牧山谷车侯全班仰秋仲伊宫宁仇栾暴甘厉祖武符刘景詹束龙叶幸司韶黎薄"
    "印宿白怀蒲从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却桑桂牛寿通边扈燕"
    "冀尚农温别庄晏柴瞿阎慕连茹习艾鱼容向古易慎戈廖终居衡步都耿满弘匡国文寇广东欧沃利蔚越隆师巩聂"
    "晁勾敖融冷辛阚那简饶空曾沙养鞠须丰关蒯相查后荆红游竺权盖益桓公"
)
# What a guessed name swallows at its ends.
_TRAILING = re.compile(r"[于在与和为是的及被由从对将以曾也则又之等者就而出到后时原现即]+$")
_LEADING = re.compile(
    r"^(?:加盟|加入|前往|来自|位于|地处)?[于在与和为是的及被由从对将以曾也则又之等就而朝任该]*(?=..)"
)
_STOP = frozenset(
    "中国人 外国 本国 全国 各国 该国 我国 两国 该市 该省 本市 本片 该片 本书 全市 全省 全球 "
    "世界 国家 地区 当地 本地 城市 原名 本名 简称 全称 英文 日文 学名 别名 又名 人民 民族 "
    "政府 公司 大学 学院 学校 博士 先生 女士 小姐 太太 老师 同学 老板 上帝 皇帝 国王 总统 "
    "主席 主教 天主 中文 英文 英语 日语 汉语 法语 德语 日文 华人 美国人 日本人 法国人 德国人 "
    "英国人 公路 铁路 车站 机场 学生 主义 运动 系统 组织 会议 委员会 协会 银行 电视台 医院 "
    "法院 议会 国会 事件 战争 战役 革命 起义 该校 该党 该区 该县 该镇 中学 小学 球队 俱乐部 "
    "部队 集团 联赛 公园 广场 岛 山 河 江 湖 海 高 白 黄 金 马 安 东 南 西 北 中 明 文 华".split()
)


class ChineseNameFinder:
    """Finds entities of Chinese sentences.

    Args:
        known: names given from outside, such as a document's title.
    """

    def __init__(self, known: tuple[str, ...] = ()) -> None:
        self._known = re.compile("|".join(re.escape(name) for name in known) or "(?!)")

    def find(self, sentence: str, start: int = 0) -> list[EntityMention]:
        """Entities of a sentence in order, not overlapping; offsets are moved by `start`."""
        taken: list[EntityMention] = []
        for found in (self._fixed(sentence), self._words(sentence)):
            for a, b, kind in found:
                if not any(a < m.end - start and m.start - start < b for m in taken):
                    taken.append(EntityMention(start + a, start + b, sentence[a:b], kind))
        return sorted(taken, key=lambda mention: mention.start)

    def _fixed(self, sentence: str) -> Iterator[tuple[int, int, EntityKind]]:
        for match in _WORK.finditer(sentence):
            yield *match.span("name"), "work"
        opening = _OPENING_TERM.match(sentence)
        if opening and not _NOT_IN_TERM.search(opening["name"]):
            yield *opening.span("name"), "term"
        for match in self._known.finditer(sentence):
            yield *match.span(), kind_of(match[0])
        yield from _plain(sentence)

    def _words(self, sentence: str) -> Iterator[tuple[int, int, EntityKind]]:
        words = list(segment(sentence))
        position = 0
        while position < len(words):
            length, kind = _compound(words, position)
            if length:
                first, last = words[position], words[position + length - 1]
                lead = len(first.text) - len(_LEADING.sub("", first.text))
                yield first.start + lead, last.end, kind
            elif found := _single(words[position]):
                yield found
            position += max(1, length)


_PLAIN: tuple[tuple[re.Pattern[str], EntityKind], ...] = (
    (DATE_ZH, "date"),
    (QUANTITY_ZH, "quantity"),
)


def _plain(sentence: str) -> Iterator[tuple[int, int, EntityKind]]:
    """What a pattern alone can tell."""
    for pattern, kind in _PLAIN:
        for match in pattern.finditer(sentence):
            yield *match.span(), kind
    for match in _DOTTED.finditer(sentence):
        start, end = _foreign(sentence, *match.span())
        end = start + len(_TRAILING.sub("", sentence[start:end]))
        if end - start <= MAX_NAME:
            yield start, end, "person"
    for match in _LATIN.finditer(sentence):
        if len(match[0]) > 1:
            yield *match.span(), "term"
    for match in _QUOTED.finditer(sentence):
        yield *match.span("name"), "term"


def _compound(words: list[Word], position: int) -> tuple[int, EntityKind]:
    """How many words from `position` make one name that its last word's suffix tells."""
    if words[position].tag not in _STARTS or words[position].text in _STOP:
        return 0, "other"
    best, kind = 0, "other"
    size = 0
    for count, word in enumerate(words[position : position + 6], 1):
        if word.tag not in _JOINS or (word.tag in ("m", "q", "f") and count == 1):
            break
        size += len(word.text)
        if size > MAX_NAME:
            break
        if count > 1 and (found := _suffix_kind(word.text)):
            best, kind = count, found
    return best, kind  # type: ignore[return-value]


def _suffix_kind(word: str) -> EntityKind | None:
    for kind, pattern in _ENDS:
        if pattern.search(word):
            return kind
    return None


def _single(word: Word) -> tuple[int, int, EntityKind] | None:
    text, tag = word.text, word.tag
    if tag not in _STARTS or text in _STOP or len(text) < 2 or tag == "eng":
        return None
    if tag in ("nr", "nrt", "nrfg"):
        start = word.start + len(text) - len(_LEADING.sub("", text))
        bare = _TRAILING.sub("", _LEADING.sub("", text))
        if not 2 <= len(bare) <= 4 or bare in _STOP or (tag == "nr" and bare[0] not in _SURNAMES):
            return None
        return start, start + len(bare), _suffix_kind(bare) if len(bare) > 3 else "person"  # type: ignore[return-value]
    return word.start, word.end, _suffix_kind(text) or _KINDS.get(tag, "other")


def _foreign(sentence: str, start: int, end: int) -> tuple[int, int]:
    """A dotted name without the words that the pattern took along at its ends."""
    parts = re.split(r"[·•‧・．]", sentence[start:end])
    first, last = parts[0], parts[-1]
    for word in reversed(list(segment(first))):
        if word.end < len(first) and not _is_name_part(word):
            start += word.end
            break
    kept = 0
    for word in segment(last):
        if kept and not _is_name_part(word):
            break
        kept = word.end
    return start, end - len(last) + kept


def _is_name_part(word: Word) -> bool:
    """Whether a word can be part of a transliterated name: characters that spell sounds."""
    return word.tag in (
        "x",
        "nr",
        "nrt",
        "nrfg",
        "ns",
        "nz",
        "j",
        "g",
        "zg",
        "ng",
        "vg",
        "ag",
        "b",
        "q",
    ) or (
        len(word.text) == 1
        and word.text not in "和与及是在于的由被为了从对将以曾也则等著者父母子女"
    )


def kind_of(name: str) -> EntityKind:
    """The kind that a name's last characters tell."""
    return _suffix_kind(name) or "other"
