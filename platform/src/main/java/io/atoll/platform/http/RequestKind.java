package io.atoll.platform.http;

/** What requests are told apart by in the meters; an enum of each server. */
public interface RequestKind {
  /** The {@code operation} label. */
  String label();

  /** Its place among all kinds, from 0. */
  int ordinal();
}
