"""A small causal model trained from scratch: it writes fluently and is often wrong.

It is what the gates are measured on where no pretrained causal model is at hand. Not shipped.
"""
