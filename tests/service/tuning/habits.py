"""What the words of a question or a claim give away about its label."""

from collections.abc import Sequence

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline


def guessed(texts: Sequence[str], sides: Sequence[bool], groups: Sequence[int]) -> float:
    """Area under the ROC curve of guessing the side by the words alone; split by group."""
    words = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), min_df=2)
    model = make_pipeline(words, LogisticRegression(solver="liblinear"))
    scores = cross_val_predict(
        model, texts, sides, groups=groups, cv=GroupKFold(4), method="decision_function"
    )
    return float(roc_auc_score(sides, scores))
