package io.atoll.router.proxy;

/** What a request is for, as the meters tell it. */
enum Kind {
  KV_READ("kv_read"),
  KV_WRITE("kv_write"),
  /** What nodes serve besides keys. */
  OTHER("other"),
  /** The router's own pages, and what is no HTTP. */
  OWN("own");

  private final String label;

  Kind(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
