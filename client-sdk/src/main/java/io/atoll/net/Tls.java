package io.atoll.net;

/** How connections are encrypted: today, not at all. */
public sealed interface Tls {
  /** In the clear. */
  Tls NONE = new None();

  /** In the clear. */
  record None() implements Tls {}
}
