package io.atoll.router.proxy;

import io.atoll.platform.http.RequestKind;

/** What a request is for, as the meters tell it. */
enum Kind implements RequestKind {
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

  @Override
  public String label() {
    return label;
  }
}
