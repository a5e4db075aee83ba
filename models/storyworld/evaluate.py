"""Measures a shipped model on the held-out documents and draws samples from it.

    python evaluate.py --size 3m      (after export.py; then: npx tsx models/storyworld/evaluate.ts)

Writes data/measured-<size>.json. Loss: every held-out document alone, from its end-of-text token to the one that ends it,
the setting for which the generator's entropy is known; fp16 by Hugging Face's Llama (fp32 computing), q8 and q4 by ONNX Runtime on
the shipped graphs. Samples: from the fp16 weights at each of two temperatures, nothing cut off.
"""
import argparse
import json
from pathlib import Path

import numpy as np
import onnxruntime
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM

from export import folder_of
from model import SIZES
from train import END_OF_TEXT, IGNORED, read_documents, rows_alone

HERE = Path(__file__).parent
BATCH, SAMPLE_COUNT, SEED = 100, 1000, 585
# At 1 the model is judged as it is; below it, as one would use it.
TEMPERATURES = (1.0, 0.7)
# What the book's own tests measure again: the first documents.
SUBSET = 60
QUANTIZED = {"q8": "model_quantized", "q4": "model_q4"}


def hugging_face_logits(model):
    return lambda ids: model(ids).logits


def onnx_logits(path, config):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options)
    past = [entry.name for entry in session.get_inputs() if entry.name.startswith("past_key_values")]

    def logits(ids):
        rows, length = ids.shape
        feed = {"input_ids": ids.numpy(), "attention_mask": np.ones((rows, length), dtype=np.int64)}
        feed["position_ids"] = np.tile(np.arange(length), (rows, 1))
        empty = np.zeros((rows, config.num_key_value_heads, 0, config.head_dim), dtype=np.float32)
        feed |= {name: empty for name in past}
        return torch.from_numpy(session.run(["logits"], feed)[0])

    return logits


@torch.no_grad()
def document_nats(logits_of, documents):
    """Nats of each whole document."""
    nats = []
    for i in range(0, len(documents), BATCH):
        rows = rows_alone(documents[i : i + BATCH])
        targets = rows[:, 1:].masked_fill((rows[:, :-1] == END_OF_TEXT) & (rows[:, 1:] == END_OF_TEXT), IGNORED)
        loss = F.cross_entropy(logits_of(rows[:, :-1].contiguous()).transpose(1, 2), targets, ignore_index=IGNORED, reduction="none")
        nats += loss.sum(1).tolist()
    return np.array(nats)


@torch.no_grad()
def draw(model, tokenizer, temperature):
    """Texts, and whether each came to its end within the context."""
    torch.manual_seed(SEED)
    samples = []
    for _ in range(0, SAMPLE_COUNT, BATCH):
        start = torch.full((BATCH, 1), END_OF_TEXT)
        rows = model.generate(
            start, do_sample=True, temperature=temperature, top_k=0, top_p=1.0, max_length=model.config.max_position_embeddings, pad_token_id=END_OF_TEXT, attention_mask=torch.ones_like(start)
        )
        for row in rows.tolist():
            finished = END_OF_TEXT in row[1:]
            end = row.index(END_OF_TEXT, 1) if finished else len(row)
            samples.append({"text": tokenizer.decode(row[1:end]), "finished": finished})
    return samples


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", choices=SIZES, required=True)
    size = parser.parse_args().size
    # A second thread only waits for the first at these sizes.
    torch.set_num_threads(1)
    folder = folder_of(size)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    documents = read_documents("heldout.bin")
    held_out = json.loads((HERE / "data" / "heldout.json").read_text())
    lengths = np.array([len(document) for document in documents])
    floor = np.array([entry["generatorNats"] for entry in held_out])
    kinds = np.array([entry["kind"] for entry in held_out])

    def per_token(nats, chosen=slice(None)):
        return float(nats[chosen].sum() / lengths[chosen].sum())

    def standard_error(nats):
        """Of a ratio of sums over documents (delta method)."""
        residual = nats - per_token(nats) * lengths
        return float(residual.std(ddof=1) / np.sqrt(len(nats)) / lengths.mean())

    losses = {"fp16": document_nats(hugging_face_logits(model), documents)}
    for dtype, name in QUANTIZED.items():
        losses[dtype] = document_nats(onnx_logits(folder / "onnx" / f"{name}.onnx", model.config), documents)
    report = {
        "documents": len(documents),
        "tokens": int(lengths.sum()),
        "generatorNatsPerToken": per_token(floor),
        "byDtype": {
            dtype: {
                "natsPerToken": per_token(nats),
                "natsPerTokenStandardError": standard_error(nats),
                # Document by document, so that their differing entropies do not blur it.
                "aboveGenerator": per_token(nats - floor),
                "aboveGeneratorStandardError": standard_error(nats - floor),
                "aboveFp16": per_token(nats - losses["fp16"]),
                "aboveFp16StandardError": standard_error(nats - losses["fp16"]),
                "subsetNatsPerToken": per_token(nats, slice(SUBSET)),
            }
            for dtype, nats in losses.items()
        },
        "byKind": {
            str(kind): {
                "documents": int((kinds == kind).sum()),
                "natsPerToken": per_token(losses["fp16"], kinds == kind),
                "generatorNatsPerToken": per_token(floor, kinds == kind),
            }
            for kind in sorted(set(kinds))
        },
        "subsetDocuments": SUBSET,
        "sampleSeed": SEED,
    }
    print(json.dumps(report, indent=1))
    report["samples"] = [{"temperature": temperature, "texts": draw(model, tokenizer, temperature)} for temperature in TEMPERATURES]
    (HERE / "data" / f"measured-{size}.json").write_text(json.dumps(report) + "\n")
    print("\n\n".join(sample["text"] for sample in report["samples"][0]["texts"][:5]))


if __name__ == "__main__":
    main()
