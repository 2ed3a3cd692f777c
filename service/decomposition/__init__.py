"""Questions that ask through other questions, taken apart by rule, in English and Chinese.

Pure text rules: who answers the parts is not their business.
"""
