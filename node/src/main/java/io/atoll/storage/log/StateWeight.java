package io.atoll.storage.log;

/**
 * The weight of a key's state: a number by which whoever listens to a shard keeps account of what
 * it holds, computed by him from key and state. The log keeps that of the state that a write
 * replaced, so that a start knows what each of its entries changed. Nothing here looks into it.
 */
public final class StateWeight {
  /** Of no state; no state has it. */
  public static final long NONE = 0;

  /** Nobody weighed the state, or it could not be had; no state has it. */
  public static final long UNKNOWN = -1;

  private StateWeight() {}
}
