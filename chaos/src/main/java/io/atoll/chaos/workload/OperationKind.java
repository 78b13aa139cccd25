package io.atoll.chaos.workload;

/** What a client may do next. */
public enum OperationKind {
  /** Puts without having read. */
  BLIND_WRITE,
  /** Reads, then puts with the context of the answer. */
  READ_MODIFY_WRITE,
  /** Reads, then deletes with the context of the answer. */
  READ_DELETE,
  /** Deletes without having read. */
  BLIND_DELETE,
  /** Puts again with the context that its last write or read of the key gave. */
  WRITE_AGAIN,
  /** Reads. */
  READ,
  /** Reads and asks for at least what it has seen of the key. */
  READ_AT_LEAST
}
