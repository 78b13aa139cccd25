package io.atoll.storage;

/** Why the engine refused something; the message is one line for a person who can act on it. */
public final class StorageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of refusal it is. */
  public enum Reason {
    /** Another process has the data directory open. */
    IN_USE,
    /** The data directory belongs to another cluster or another node. */
    OTHER_OWNER,
    /** A newer release wrote the data directory. */
    NEWER_FORMAT,
    /** The data directory cannot be read or written. */
    NOT_ACCESSIBLE,
    /** A file is damaged in a way that no crash explains. */
    DAMAGED,
    /** The disk is full: writes are refused until there is room. */
    DISK_FULL,
    /** A write or sync of the log failed: writes are refused until a new segment works. */
    LOG_FAILED,
    /** The memtables have reached their limit. */
    MEMTABLE_FULL,
    /** Too many writes wait for a sync. */
    OVERLOADED,
    /** The range of a key was dropped before its change could be made. */
    DROPPED,
    /** An entry is not one that can be kept. */
    MALFORMED,
    /** A range that should hold nothing holds something. */
    NOT_EMPTY,
    /** A key or value is longer than the engine takes. */
    TOO_LARGE,
    /** The engine is closed. */
    CLOSED
  }

  private final Reason reason;

  public StorageException(Reason reason, String message) {
    this(reason, message, null);
  }

  /** A refusal has no stack trace of its own: it may be frequent, and its cause has one. */
  public StorageException(Reason reason, String message, Throwable cause) {
    super(message, cause, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
