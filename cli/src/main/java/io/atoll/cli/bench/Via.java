package io.atoll.cli.bench;

import java.util.Locale;

/** The ways to a cluster. */
enum Via {
  /** The client library, over the binary protocol. */
  SDK,
  /** HTTP/1.1, to nodes or a router. */
  HTTP;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
