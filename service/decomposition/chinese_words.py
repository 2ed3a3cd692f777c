"""Words by which Chinese questions reach one thing through another."""

PERSONS = (
    "导演 编剧 作者 主演 女主角 男主角 演唱者 原唱 作曲者 作曲家 作曲 作词 填词人 "
    "词作者 制片人 监制 创始人 创办人 创立者 发明者 发明人 发现者 设计师 设计者 建筑师 父亲 母亲 "
    "妻子 丈夫 配偶 儿子 女儿 长子 次子 哥哥 弟弟 姐姐 妹妹 爷爷 祖父 "
    "祖母 外祖父 岳父 老师 学生 导师 弟子 继任者 前任 总统 总理 首相 国王 主席 董事长 总裁 "
    "首席执行官 校长 院长 市长 省长 县长 教练 主教练 队长 主持人 配音演员 译者 主编"
).split()
THINGS = (
    "首都 首府 省会 母校 出版社 开发商 发行商 制造商 母公司 所属公司 唱片公司 经纪公司 前身"
).split()
# Roles that are two steps.
TWO_STEPS = {
    "祖父": ("父亲", "父亲"),
    "爷爷": ("父亲", "父亲"),
    "祖母": ("父亲", "母亲"),
    "外祖父": ("母亲", "父亲"),
    "岳父": ("妻子", "父亲"),
}
# Patterns of an order in time, and of what has a date.
EARLY = "更早|最早|比较早|较早|先|年纪更大|年龄更大|年纪大|年龄大|年长"
LATE = "更晚|最晚|较晚|后|年纪更小|年龄更小|年纪小|年龄小|年轻"
EVENTS = "出生|去世|逝世|上映|成立|发行|出版|建成|创立|创建|发布|建立|开通|开放|创办"
# What is compared by amount; of the lesser the word that asks how much it is.
MUCH = "多大高长快重宽深"
LITTLE = {
    "少": "多",
    "小": "大",
    "低": "高",
    "短": "长",
    "慢": "快",
    "轻": "重",
    "窄": "宽",
    "浅": "深",
}
