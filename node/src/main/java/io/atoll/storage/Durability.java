package io.atoll.storage;

/** When a write is answered. */
public enum Durability {
  /** When it is certain to survive a power loss. */
  SYNCED,
  /**
   * When the operating system has it: it survives the end of the process at once, and a power loss
   * after {@link StorageSettings.Log#bufferedWindowMs} at most.
   */
  BUFFERED
}
