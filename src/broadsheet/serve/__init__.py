"""The preview server: `http` (headers, pure), `files` (out/), `live` (reload), `watch`, `run`."""
