"""Computes expected.json: what reference code says of ../cider/captions.json and cases.json.

Needs: pip install --no-deps pycocoevalcap==1.2 textblob==0.20.1 nltk (which bring Stanford's tokenizer and a singulariser) with
numpy, and java on the path.

  make.py

BLEU-4 and ROUGE-L are coco-caption's own code. CHAIR, POPE and VQA accuracy are written here from the published definitions
(arXiv:1809.02156 section 2, arXiv:2305.10355 section 5, arXiv:1505.00468 section 3), CHAIR with textblob's singular forms, which
share nothing with ours but the list of words.
"""
import json, pathlib, re

from pycocoevalcap.bleu.bleu import Bleu
from pycocoevalcap.rouge.rouge import Rouge
from pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer
from textblob.en.inflect import singularize

folder = pathlib.Path(__file__).parent
root = folder.parents[2]


def captions():
    pictures = json.loads((folder.parent / "cider/captions.json").read_text())
    tokens = lambda lists: PTBTokenizer().tokenize({i: [{"caption": c} for c in l] for i, l in enumerate(lists)})
    references, candidates = tokens([p["references"] for p in pictures]), tokens([[p["candidate"]] for p in pictures])
    bleu = Bleu(4).compute_score(references, candidates, verbose=0)[0]
    rouge, each = Rouge().compute_score(references, candidates)
    return dict(bleu4=float(bleu[3]), rougeL=float(rouge), rougeLEach=[float(r) for r in each])


def vocabulary(column):
    """Words of a column of our list of objects with all that they may mean; the cases have no word that needs a star's proof."""
    names = {}
    for line in (root / "engine/src/main/resources/dev/nunchi/engine/eval/objects.txt").read_text().splitlines():
        category, _, columns = line.partition(":")
        words = columns.split("|")[column] if not line.startswith("#") and columns.count("|") >= column else ""
        for name in words.split(","):
            if name.strip():
                names.setdefault(name.strip().rstrip("*"), set()).update({category} - {"-"})
    return names


NAMES, GRANTED = vocabulary(0), vocabulary(2)
# What textblob makes of a word that is singular already, e.g. skis.
KEPT = {word for name in NAMES for word in name.split()}


def words(text):
    return [w if w in KEPT else singularize(w) for w in re.findall(r"[a-z0-9]+", text.lower())]


def mentions(text):
    said, found, i = words(text), [], 0
    while i < len(said):
        for n in (3, 2, 1):
            name = " ".join(said[i : i + n])
            if i + n <= len(said) and name in NAMES:
                found += [NAMES[name]] if NAMES[name] else []
                i += n
                break
        else:
            i += 1
    return found


def supported(text):
    said = words(text)
    grams = [" ".join(said[i : i + n]) for n in (1, 2, 3) for i in range(len(said) - n + 1)]
    return set().union(*(NAMES.get(g, set()) | GRANTED.get(g, set()) for g in grams))


def chair(cases):
    sentences = wrong = total = 0
    for case in cases:
        there = set(case["objects"]).union(*(supported(c) for c in case["captions"]))
        named = mentions(case["answer"])
        false = [m for m in named if not m & there]
        sentences, wrong, total = sentences + bool(false), wrong + len(false), total + len(named)
    return dict(sentence=sentences / len(cases), instance=wrong / total)


def presence(cases):
    def yes(text):
        words = text.split(".")[0].replace(",", "").split(" ")
        return not ("No" in words or "not" in words or "no" in words)

    pairs = [(yes(c["answer"]), c["present"]) for c in cases]
    tp, fp, tn, fn = (pairs.count(p) for p in [(True, True), (True, False), (False, False), (False, True)])
    precision, recall = tp / (tp + fp), tp / (tp + fn)
    return dict(accuracy=(tp + tn) / len(pairs), precision=precision, recall=recall,
                f1=2 * precision * recall / (precision + recall), yesRatio=(tp + fp) / len(pairs))


CONTRACTED = {w.replace("'", ""): w for w in "don't isn't can't won't that's".split()}
NUMBERS = {w: str(n) for n, w in enumerate("zero one two three four five six seven eight nine ten".split())} | {"none": "0"}


def normalised(text):
    text = text.replace("\n", " ").replace("\t", " ").strip()
    out = text
    for mark in ";:/'[]\"()=+\\_><@`,?":
        edge = mark + " " in text or " " + mark in text or re.search(r"(\d)(\,)(\d)", text)
        out = out.replace(mark, "" if edge else " ")
    out = re.sub(r"\.(?!\d)", "", out)
    words = [NUMBERS.get(w, w) for w in out.lower().split()]
    return " ".join(CONTRACTED.get(w, w) for w in words if w not in ("a", "an", "the"))


def exact(cases):
    scores = []
    for case in cases:
        said, answers = normalised(case["answer"]), [normalised(a) for a in case["answers"]]
        left_out = [min(1, sum(a == said for a in answers[:i] + answers[i + 1 :]) / 3) for i in range(len(answers))]
        scores.append(sum(left_out) / len(answers))
    return dict(mean=sum(scores) / len(scores), each=scores)


cases = json.loads((folder / "cases.json").read_text())
expected = dict(captions=captions(), chair=chair(cases["chair"]), presence=presence(cases["presence"]), exact=exact(cases["exact"]))
(folder / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
