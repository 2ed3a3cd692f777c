"""Attributes that people ask for and documents often lack, with what would state them.

Each is a question with a place for its subject, and a regular expression, for both languages, that
any passage holding the answer would match.
"""

import re

# What may be asked of something that was made, with what a passage that answers it would hold.
OF_WORKS = {
    "en": (
        ("Under which licence was {} released?", r"(?i:licen[cs]e|open[- ]source)|许可|开源|协议"),
        ("Which award did {} win?", r"(?i:award|prize|medal)|奖"),
        ("How much money did the development of {} cost?",
         r"(?i:cost|dollar|budget|price|fund)|[$€£]|成本|花费|美元|万元|费用"),
        ("In which city was {} "
         "developed?", r"(?i:\bcity\b|headquarter|based in)|城市|总部|位于|市"),
        ("Which organisation funded the work on {}?",
         r"(?i:fund|sponsor|financ|grant\b)|资助|投资|基金"),
    ),
    "zh": (
        ("{}采用哪种开源许可证？", r"(?i:licen[cs]e|open[- ]source)|许可|开源|协议"),
        ("{}获得过什么奖项？", r"(?i:award|prize|medal)|奖"),
        ("开发{}一共花费了多少钱？",
         r"(?i:cost|dollar|budget|price|fund)|[$€£]|成本|花费|美元|万元|费用"),
        ("{}的研究由哪个基金资助？", r"(?i:fund|sponsor|financ|grant\b)|资助|投资|基金"),
    ),
}  # fmt: skip
OF_PEOPLE = {
    "en": (
        ("In which city was {} born?", r"(?i:\bborn|birth|native)|出生|生于"),
        ("At which university did {} get a "
         "doctorate?", r"(?i:ph\.?d|doctor|universit|graduat|degree)|大学|博士|毕业"),
        ("Which award did {} receive?", r"(?i:award|prize|medal)|奖"),
    ),
    "zh": (
        ("{}出生于哪一年？", r"(?i:\bborn|birth)|出生|生于"),
        ("{}毕业于哪所大学？", r"(?i:ph\.?d|universit|graduat|degree)|毕业|博士|学位"),
        ("{}获得过什么奖项？", r"(?i:award|prize|medal)|奖"),
    ),
}  # fmt: skip
SOFTWARE = re.compile(
    r"(?i:model|librar|software|code|framework|\btool|data ?set|benchmark|server|package)|模型|"
    r"库|软件|代码|"
    r"框架|工具|数据集|评测集"
)
