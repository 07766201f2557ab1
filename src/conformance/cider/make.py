"""Computes expected.json: words and CIDEr-D of the captions in captions.json by coco-caption's own code.

Needs: pip install --no-deps pycocoevalcap==1.2 (which brings Stanford's tokenizer as a jar) with numpy, and java on the path.

  make.py

The captions were written for this fixture; they are about pictures that do not exist.
"""
import json, pathlib

from pycocoevalcap.cider.cider import Cider
from pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer

folder = pathlib.Path(__file__).parent
pictures = json.loads((folder / "captions.json").read_text())


def tokenised(lists):
    return PTBTokenizer().tokenize({i: [{"caption": c} for c in captions] for i, captions in enumerate(lists)})


references, candidates = tokenised([p["references"] for p in pictures]), tokenised([[p["candidate"]] for p in pictures])
mean, scores = Cider().compute_score(references, candidates)
rows = [dict(references=references[i], candidate=candidates[i][0], cider=float(scores[i])) for i in range(len(pictures))]
(folder / "expected.json").write_text(json.dumps(dict(cider=float(mean), pictures=rows), indent=1) + "\n")
