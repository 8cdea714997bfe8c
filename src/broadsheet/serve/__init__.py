"""The preview server: `connection`, `places`, `http` (headers, pure), `files`; `live` (reload), `run`."""
