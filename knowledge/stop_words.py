"""Words that carry the form of a question, not its subject."""

STOP_WORDS_EN = frozenset(
    "a about after again all also am an and any are aren as at be because been before being below "
    "between both but by can cannot could did didn do does doesn doing don down during each few "
    "for from further had has have having he her here hers him his how i if in into is isn it its "
    "itself just me more most my no nor not now of off on once only or other our out over own "
    "please s same she should so some such t tell than that the their them then there these they "
    "this those through to too under until up use used using very was wasn we were what when where "
    "which while who whom whose why will with would you your".split()
)
# Words and characters that a Chinese question is built with rather than about; no character
# that is part of many words (中, 会, 上) is among them.
STOP_PHRASES_ZH = (
    "请问 什么是 是什么 为什么 怎么样 怎么 怎样 如何 什么 哪些 哪个 哪一 哪里 哪种 哪位 几个 几种 "
    "多少 是否 有没有 可以 能否 应该 我们 你们 他们 一个 一种 这个 那个 以及 或者 因为 所以 如果 "
    "的 了 吗 呢 吧 啊 是 在 和 与 或 及 谁 哪 几 这 那 个 些"
).split()
