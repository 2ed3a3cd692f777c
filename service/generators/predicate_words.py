"""How people ask for what a predicate says: "who made it" for `developed by`, 谁做的 for 发布机构.

A triple says little; these words let a question meet it. Keys are found inside the predicate's
comparable form.
"""

import re
from functools import lru_cache

from knowledge.text import comparable, fragments, terms

# Latin keys of so many letters stand in too many words.
_SHORT = 4
_ASKED_AS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("introduced by", "proposed by", "invented by", "described by", "author",
         "提出者", "作者", "发明"),
        "who introduced proposed invented created wrote described came up with idea author authors "
        "inventor behind originate 谁 提出 提出者 作者 发明 团队 想出",
    ),
    (
        ("developed by", "released by", "publisher", "founded", "maker", "manufacturer", "开发",
         "发布机构", "公司", "机构", "创始人", "推出", "出品"),
        "who made built released developed published company team lab organisation founded founder "
        "maker behind 谁 哪家 公司 机构 团队 做 推出 发布 开发 放出 出品 研发 创办 创始人",
    ),
    (
        ("published in", "year", "date", "released in", "founded in", "年份", "时间", "日期"),
        "when year date published released introduced appear proposed out 哪年 何时 时间 年份 "
        "什么时候 发表 提出 发布 问世 推出",
    ),
    (
        ("published at", "venue", "会议", "发表于", "期刊"),
        "where which conference journal venue published presented appear 哪个 会议 期刊 发表",
    ),
    (
        ("number of", "count", "size", "数量", "参数量", "规模", "总数", "largest value"),
        "how many number big large size count 多少 几个 数量 规模 多大 总共 一共",
    ),
    (
        ("mitigates", "缓解", "solves", "prevents"),
        "how prevent reduce mitigate against remedy method help 如何 怎么 缓解 减轻 方法 办法 解决",
    ),
    (
        ("alias", "also known as", "别名", "简称", "缩写", "全称"),
        "stand for called name full abbreviation short known mean 叫 全称 简称 缩写 别名 名字",
    ),
    (
        ("uses", "使用", "based on", "基于", "用于", "trains", "trained with", "trained on"),
        "use which what based train 用 什么 哪种 使用 基于 采用",
    ),
    (
        ("price", "cost", "fee", "价格", "售价", "定价", "造价", "成本", "费用", "投资"),
        "how much price cost fee expensive pay 多少钱 价格 价钱 费用 花 花费 售价 投资 贵",
    ),
    (
        ("located", "location", "address", "capital", "位于", "位置", "地址", "所在", "首都"),
        "where city country place location address 哪里 哪个 城市 国家 位于 位置 地址 地方",
    ),
    (("area", "size", "面积", "大小"), "how large big size area 多大 大小 面积"),
    (
        ("height", "elevation", "altitude", "海拔", "高度", "身高"),
        "high tall height 多高 高度 海拔",
    ),
    (("length", "全长", "长度"), "long length 多长 长度 全长"),
    (("weight", "mass", "重量", "体重"), "heavy weight mass 多重 重量 体重"),
    (("age", "年龄"), "old age 几岁 多少岁 多大 年纪 年龄"),
    (("default", "默认"), "default usual typical set 默认 通常 设成 取 多少"),
)  # fmt: skip


def asked_terms(predicate: str) -> set[str]:
    """Search terms of the questions that a predicate answers."""
    return set(terms(asked_words(predicate)))


def asked_fragments(predicate: str) -> set[str]:
    """The same as fragments."""
    return fragments(asked_words(predicate))


@lru_cache(maxsize=1 << 12)
def asked_words(predicate: str) -> str:
    """Words of the questions that a predicate answers."""
    folded = comparable(predicate)
    return " ".join(words for found, words in _PATTERNS if found.search(folded))


def _pattern(keys: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some keys; Latin ones begin a word, and short ones are one: no age in language."""
    latin = (rf"\b{key}" if len(key) > _SHORT else rf"\b{key}s?\b" for key in keys if key.isascii())
    return re.compile("|".join((*latin, *(key for key in keys if not key.isascii()))))


_PATTERNS = [(_pattern(keys), words) for keys, words in _ASKED_AS]
