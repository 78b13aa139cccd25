package io.atoll.storage.log;

/** Bytes that pass their checksum and yet are no entries. */
public final class MalformedEntryException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedEntryException(String what) {
    super(what);
  }
}
