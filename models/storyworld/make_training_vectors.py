"""What Hugging Face's Llama computes when PyTorch trains it: losses, gradients and weights after steps of AdamW, of two
small models of odd sizes, in double precision. Writes src/engine/training/vectors.json; src/engine/training tests itself on it.

    python make_training_vectors.py
"""
import base64
import json
from pathlib import Path

import torch
import transformers
from transformers import LlamaConfig, LlamaForCausalLM

OUT = Path(__file__).parents[2] / "src/engine/training/vectors.json"
RATES = [0.01, 0.02, 0.005, 0.001]
BETAS, EPSILON, DECAY, CLIP = (0.9, 0.95), 1e-8, 0.1, 4.0  # the norms of some steps are above this, of others below
COMMON = dict(model_type="llama", hidden_act="silu", rms_norm_eps=1e-5, rope_theta=10000.0, max_position_embeddings=16)
MODELS = [
    dict(vocab_size=29, hidden_size=12, intermediate_size=19, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, head_dim=6, tie_word_embeddings=True),
    dict(vocab_size=17, hidden_size=9, intermediate_size=13, num_hidden_layers=1, num_attention_heads=3, num_key_value_heads=1, head_dim=2, tie_word_embeddings=False),
]
BATCH, TOKENS = 3, 11


def packed(tensor):
    return base64.b64encode(tensor.detach().to(torch.float32).numpy().astype("<f4").tobytes()).decode()


def by_name(model, what):
    return {name: packed(what(p)) for name, p in model.named_parameters()}


def run(sizes):
    torch.manual_seed(11)
    model = LlamaForCausalLM(LlamaConfig(**COMMON, **sizes, attention_bias=False, mlp_bias=False, attn_implementation="eager")).double()
    with torch.no_grad():
        for p in model.parameters():
            # Gains away from 1, so that a mistake there shows; everything a float32.
            values = 1 + 0.3 * torch.randn(p.shape) if p.dim() == 1 else torch.randn(p.shape) * 0.4
            p.copy_(values.to(torch.float32).double())
    batches = torch.randint(sizes["vocab_size"], (len(RATES), BATCH, TOKENS + 1))
    batches[0, 0, :4] = 5  # a token that occurs several times in a row
    matrices = [p for p in model.parameters() if p.dim() == 2]
    gains = [p for p in model.parameters() if p.dim() == 1]
    optimizer = torch.optim.AdamW([{"params": matrices, "weight_decay": DECAY}, {"params": gains, "weight_decay": 0.0}], betas=BETAS, eps=EPSILON)
    result = {"config": {**COMMON, **sizes}, "batches": batches.tolist(), "weights": by_name(model, lambda p: p), "steps": []}
    for rate, rows in zip(RATES, batches):
        for group in optimizer.param_groups:
            group["lr"] = rate
        logits = model(rows[:, :-1]).logits
        loss = torch.nn.functional.cross_entropy(logits.reshape(-1, logits.shape[-1]), rows[:, 1:].reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        if not result["steps"]:
            result["logits"] = packed(logits)
            result["gradients"] = by_name(model, lambda p: p.grad)
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimizer.step()
        result["steps"].append({"learningRate": rate, "lossNats": loss.item(), "gradientNorm": norm.item()})
    result["weightsAfter"] = by_name(model, lambda p: p)
    return result


if __name__ == "__main__":
    made_by = f"models/storyworld/make_training_vectors.py, torch {torch.__version__}, transformers {transformers.__version__}"
    settings = {"betas": BETAS, "epsilon": EPSILON, "weightDecay": DECAY, "clipNorm": CLIP}
    OUT.write_text(json.dumps({"madeBy": made_by, **settings, "models": [run(sizes) for sizes in MODELS]}) + "\n")
