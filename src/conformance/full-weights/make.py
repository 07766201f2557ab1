"""Gradients of all weights by PyTorch's autograd, on two tiny random models.

  make.py FOLDER

Writes FOLDER/llava_tied (two layers, a picture, tied head) and FOLDER/qwen2 (biases of queries, keys and values, a head of
its own): model/config.json, model/model.safetensors, a tokenizer of numbers that no test uses, and expected.safetensors with two samples padded on the right
(input_ids, labels, attention_mask), the picture's rows as the projector is given them, the loss and grad.NAME of every weight
but the tower's, NAME as the engine calls it. Made with torch 2.15.0 and transformers 5.24.0, float32, eager attention, on a CPU.
"""
import pathlib, shutil, sys

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from transformers import CLIPVisionConfig, LlamaConfig, LlavaConfig, LlavaForConditionalGeneration, Qwen2Config, Qwen2ForCausalLM

LENGTHS, VOCABULARY, IMAGE, PATCHES = (14, 11), 40, 39, 4
GOLDEN = pathlib.Path(__file__).parents[1] / "golden"
TEXT = dict(vocab_size=VOCABULARY, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=64, rms_norm_eps=1e-5)


def llava():
    vision = CLIPVisionConfig(hidden_size=12, intermediate_size=16, num_hidden_layers=2, num_attention_heads=2, image_size=56, patch_size=28)
    text = LlamaConfig(**TEXT, tie_word_embeddings=True)
    config = LlavaConfig(vision_config=vision, text_config=text, image_token_index=IMAGE, image_seq_length=PATCHES, vision_feature_layer=-2, tie_word_embeddings=True)
    return LlavaForConditionalGeneration(config)


def qwen2():
    return Qwen2ForCausalLM(Qwen2Config(**TEXT, tie_word_embeddings=False))


def randomise(model):
    with torch.no_grad():
        for name, weight in model.named_parameters():
            spread = 0.3 * torch.randn(weight.shape)
            weight.copy_(1 + spread if "norm" in name and name.endswith("weight") else spread)
    if model.config.get_text_config().tie_word_embeddings:
        model.tie_weights()


def make(folder, model, picture):
    randomise(model)
    model.set_attn_implementation("eager")
    folder.joinpath("model").mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder / "model")
    folder.joinpath("model/generation_config.json").unlink(missing_ok=True)
    words = {f"w{i}": i for i in range(VOCABULARY)}
    Tokenizer(WordLevel(words, unk_token="w0")).save(str(folder / "model/tokenizer.json"))
    if picture:
        shutil.copy(GOLDEN / "llava15/model/preprocessor_config.json", folder / "model")
    length, tensors = max(LENGTHS), {}
    ids = torch.randint(0, IMAGE, (len(LENGTHS), length))
    mask = torch.tensor([[int(t < n) for t in range(length)] for n in LENGTHS])
    labels = torch.where((mask == 1) & (torch.arange(length) >= 8), ids, -100)
    table = model.get_input_embeddings()
    if picture:
        ids[:, 2 : 2 + PATCHES] = IMAGE
        rows = torch.randn(len(LENGTHS), PATCHES, 12)
        features = model.model.multi_modal_projector(rows)
        embeddings = torch.cat([table(ids[:, :2]), features, table(ids[:, 2 + PATCHES :])], 1)
        hidden = model.model.language_model(inputs_embeds=embeddings, attention_mask=mask).last_hidden_state
        tensors["rows"] = rows
    else:
        hidden = model.model(inputs_embeds=table(ids), attention_mask=mask).last_hidden_state
    logits = model.lm_head(hidden)[:, :-1]
    loss = torch.nn.functional.cross_entropy(logits.reshape(-1, VOCABULARY), labels[:, 1:].reshape(-1))
    loss.backward()
    tensors |= {"input_ids": ids, "labels": labels, "attention_mask": mask, "loss": loss.detach()}
    for name, weight in model.named_parameters():
        if weight.grad is not None:
            canonical = name.replace("model.language_model.", "model.").replace("model.multi_modal", "multi_modal")
            tensors["grad." + canonical] = weight.grad.contiguous()
    print(folder.name, loss.item(), len(tensors))
    save_file(tensors, folder / "expected.safetensors")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    torch.manual_seed(11)
    torch.set_num_threads(1)
    make(pathlib.Path(sys.argv[1]) / "llava_tied", llava(), picture=True)
    make(pathlib.Path(sys.argv[1]) / "qwen2", qwen2(), picture=False)
