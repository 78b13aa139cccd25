package io.atoll.platform.http;

import java.util.function.LongSupplier;

/**
 * What all requests share that one loop of a server receives. Used on that loop only.
 *
 * @param server what clients are told they talk to, such as {@code node}
 * @param nanos the time, of no particular beginning
 */
public record ServerLoop(
    String server,
    LongSupplier nanos,
    Admission admission,
    Connections connections,
    BodyReceipts bodies,
    RequestMeters meters) {

  public long now() {
    return nanos.getAsLong();
  }

  /** Closes and gives up what is overdue; to be called about once a second. */
  public void sweep(long nowNanos) {
    bodies.sweep(nowNanos, admission.memory().isShort());
    connections.sweep(nowNanos);
  }
}
