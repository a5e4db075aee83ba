"""Stores 100 of the 1,000 texts with their token ids and fp32 vectors (as fp16) for the tests. Run after reference.py.

Usage: make_vectors.py FOLDER (the model as published)
"""
import base64
import json
import sys

import numpy as np

from reference import HERE, encode, load

OUT = HERE.parents[1] / "src" / "plugins" / "book" / "search" / "embedder-vectors.json"
tokenizer, _ = load(sys.argv[1])
sentences = json.loads((HERE / "sentences.json").read_text())
reference = np.fromfile(HERE / "reference.bin", "<f4").reshape(len(sentences), -1)
stored = []
for i in range(0, 1000, 10):
    text = sentences[i]["text"]
    half = reference[i].astype("<f2")
    stored.append({"text": text, "ids": encode(tokenizer, text).input_ids[0].tolist(), "vector": base64.b64encode(half.tobytes()).decode()})
OUT.write_text("[\n" + ",\n".join(json.dumps(s, ensure_ascii=False) for s in stored) + "\n]\n")
error = np.abs(reference[::10] - reference[::10].astype("<f2").astype(np.float32)).max()
print(len(stored), OUT.stat().st_size, "bytes; fp16 is off by at most", error)
