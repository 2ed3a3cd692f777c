"""Chinese clauses by their look: which stand alone, and where their subject ends.

Chinese asks in place: a clause becomes a question when an asking word replaces a part of it.
"""

import re

HAN = r"[\u4e00-\u9fff]"
_LEANS = re.compile(
    r"对应的|牠|祂|相应的|这|该(?!国|市)|其(?!他|余|它|中)|它|他们?(?!人)|她|上述|此(?!外)|前者|后者|本文|本书|本作|两者|二者|三者|同名|"
    r"那(?!种|么)|上[表图]|下[表图]|以上|以下|前面|后面|如下|同一|另一|另外|前三|后两|表中|图中|"
    r"(?:该|本)(?:方法|论文)|我们?|自己"
)
# A clause that opens like this hangs on another one, or on the sentence before.
_OPENS = re.compile(
    r"^(?:同时|因此|所以|但是?|而且?|并且?|也|还|又|则|即|如果|若|当|随着|虽然|尽管|由于|因为|例如|比如|其中|其余|"
    r"另外|此外|然后|再|最后|首先|接着|把|将|让|使|对|从|以|按|每|有|没有|没|不|只|可以|应|需|要|一般|通常|"
    r"经验|做法|作者|论文|后来|目前|当时|先|多|第[一二三四五六]步|于是|不过|然而|否则|只有|只要|无论|不论|除了|除|"
    r"与|和|跟|同|比|相比|通过|经过|根据|按照|为了|为|关于|至于|这样|那么|故|且|或|及|等|至|到|可|能|会|"
    r"曾|已|均|都|就|便|才|更|最|很|较|约|近|超过|共|全|总|一个|一种|一些|许多|很多|有的|有些|某|两|几|数|"
    r"常见|常用|譬如|截至|现时|现在|至今|迄今|如今|早期|初期|后期|其后|具有|拥有|属于|位于|成为|形成|导致|造成|使得|未能|无法|"
    r"开始|继续|上映|出生|逝世|去世|前往|移居|主要|实践|期间|之后|之前|此后|随后|事后|翌年|次年|同年|同月|当年|结果|分别|是|被|由|在|于|用|拿|采用)"
)
_ENDS = re.compile(
    r"(?:时|后|前|下|中|里|上|的|话|以后|之后|之前|来说|而言|情况|为例|和|与|或|及|、|以及|期间|当中|过程|方面|地|得|着|"
    r"是|为|在|由|把|将|从|对|于|到|并)$"
)


def leans(text: str) -> bool:
    """Whether a phrase or question points to something outside itself: 它, 该方法."""
    return bool(_LEANS.search(text))


def without_brackets(text: str) -> str:
    """The text without what stands in brackets, and without spaces around Chinese."""
    bare = re.sub(r"（[^（）]*）|\([^()]*\)", "", text)
    return tight(bare)


def tight(text: str) -> str:
    """Spaces between Chinese and other characters removed: a matter of style, not of meaning."""
    return re.sub(rf"(?<={HAN}) +(?=\S)|(?<=\S) +(?={HAN})", "", text).strip()


def stands_alone(clause: str) -> bool:
    """Whether a clause or subject can be asked about without its passage."""
    return bool(clause) and not (leans(clause) or _OPENS.match(clause) or _ENDS.search(clause))


def is_subject(phrase: str, known: str | None = None) -> bool:
    """Whether a phrase can be the thing a question is about: short, one noun phrase.

    Args:
        phrase: what stands before a verb.
        known: comparable title and headings above it; None takes any short word for a name.
    """
    bare = phrase.strip("“”《》")
    if not 1 < len(bare) <= 24 or re.search(r"[，。；：？！、,;:?!（）()|]", bare):
        return False
    if bare in _GENERIC or re.match(r"\d+ ?[年月日]", bare):
        return False
    if known is not None and re.fullmatch(rf"{HAN}{{2}}", bare) and bare not in known:
        return False  # so short a name is a common noun, unless a heading has it
    return stands_alone(bare) and not re.fullmatch(r"[\d.\W]+", bare) and not _VERBAL.search(bare)


_GENERIC = frozenset(
    "办法 方法 原因 结果 做法 问题 步骤 方案 模型 数据 论文 作者 系统 实验 研究 公司 学校 影片 "
    "电影 小说 游戏 节目 球队 城市 "
    "全书 全剧 全片 本身 目的 目标 作用 内容 特点 优点 缺点 种类 类型 部分 时间 地点 人物 角色 "
    "故事 剧情 条件 情况 "
    "规模 数量 比例 面积 人口 总数 车站 学院 专辑 歌曲 比赛 战争 战役 组织 机构 政府 部队 该校 "
    "球员 成员 参数 训练 推理".split()
)
# A verb inside a supposed noun phrase: it is a clause after all.
_VERBAL = re.compile(
    r"是|可以|能够|应当|应该|必须|需要|不会|不能|没有|因为|所以|如果|但|就|也|都|会|越|让|把|被|已经|了|"
    r"(?<![存潜内外])在(?!线)|只|衡量|[^使作运应实专通常费利]用[^户途法语词例品具于]|又$|时$|常常|往往|通常|一般|称为|叫做"
)


def clauses(sentence: str) -> list[str]:
    """The clauses of a sentence, brackets left out, quoted and bracketed commas respected."""
    return [
        c.strip() for c in re.split(r"[，；：。！？,;]", without_brackets(sentence)) if c.strip()
    ]
