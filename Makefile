# The two commands of the README are `run` and `test`. Everything stays in .venv and data/.
PYTHON ?= python3.11
VENV := .venv
PY := $(VENV)/bin/python
DATA ?= data
# Figures of the search come from these folders, and go into build/ and docs/.
BENCH_DATA ?= ../shared/retrieval
BENCH_CORPORA ?= ../shared/corpora
BENCH_QUESTIONS ?= ../shared/questions/dev.jsonl
BENCH_GROW ?= 1229 12290 122900
HELD_OUT := build/held-out/model.safetensors
OWN_DATA ?= ../shared
OWN_LAWS := luat-du-lich luat-thanh-nien luat-giao-duc luat-phong-chong-ma-tuy

# Nothing leaves the machine unasked.
export HF_HUB_OFFLINE ?= 1
export HF_HUB_DISABLE_TELEMETRY := 1
export ANONYMIZED_TELEMETRY := False
export GRADIO_ANALYTICS_ENABLED := False

.PHONY: help run ingest test test-slow fuzz lint format bench eval eval-own lock clean

help:  ## list these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: ingest  ## environment, documents, and the web chat on http://127.0.0.1:7860
	$(PY) app.py --data-dir $(DATA)

ingest: $(VENV)/.run  ## put the bundled documents into data/
	$(PY) -m ingest add documents --data-dir $(DATA)

test: $(VENV)/.dev lint  ## lint and all tests but the slow ones
	$(PY) -m pytest -m "not slow"

test-slow: $(VENV)/.dev  ## the slow tests
	$(PY) -m pytest -m slow

lint: $(VENV)/.dev  ## ruff, mypy, import-linter
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-cache --no-logo

format: $(VENV)/.dev  ## let ruff set the code
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

eval: $(VENV)/.run  ## answer the question set; fails below eval/thresholds.toml
	$(PY) -m ingest add documents --data-dir build/eval-data
	$(PY) -m eval run --data-dir build/eval-data --json build/eval.json --html build/eval.html

eval-own: $(VENV)/.run  ## answer the wider question sets; needs the decree and the laws in ../shared
	@test -d $(OWN_DATA) || { echo "$(OWN_DATA) is missing; see eval/questions/README.md" >&2; exit 2; }
	$(PY) -m ingest add documents $(OWN_DATA)/documents/nghi-dinh-30-2020-nd-cp.docx \
		$(foreach law,$(OWN_LAWS),$(OWN_DATA)/retrieval/laws/$(law).txt) --data-dir build/own-c-data
	$(PY) -m eval run --data-dir build/own-c-data --questions eval/questions/own-a.jsonl eval/questions/own-c.jsonl \
		--json build/eval-own.json --html build/eval-own.html

bench: $(VENV)/.bench $(if $(wildcard $(BENCH_CORPORA)),$(HELD_OUT))  ## retrieval and speed figures, others' ways beside, plots (about an hour)
	$(PY) -m ingest add documents --data-dir build/eval-data
	$(PY) -m vectorstore.bench --data $(BENCH_DATA) \
		$(if $(wildcard $(BENCH_CORPORA)),--corpora $(BENCH_CORPORA) --held-out $(dir $(HELD_OUT))) \
		$(if $(wildcard $(BENCH_QUESTIONS)),--questions $(BENCH_QUESTIONS)) \
		--compare --grow $(BENCH_GROW) --json build/retrieval.json --plots docs
	$(PY) -m eval latency --data-dir build/eval-data

# The embedding by the bundled one's recipe, without any text that the questions are about.
$(HELD_OUT): $(VENV)/.run $(wildcard vectorstore/training/*.py)
	$(PY) -m vectorstore.training.train --corpora $(BENCH_CORPORA) --out $(dir $@) --dev

lock: $(VENV)/.dev  ## write requirements/ from what is installed
	$(PY) requirements/lock.py

$(VENV)/.run: requirements/run.txt
	test -x $(PY) || $(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements/run.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements/dev.txt
	@touch $@

$(VENV)/.bench: requirements/bench.txt $(VENV)/.run
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements/bench.txt
	@touch $@

clean:  ## remove the environment and what was built (not data/)
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis
