package io.atoll.membership;

/** What this node believes of another. */
public enum MemberState {
  /** It answers, or nothing is known against it. */
  ALIVE,
  /** Somebody got no answer; it has a few seconds to refute. Still to be used. */
  SUSPECT,
  /** Condemned, or it said that it leaves. Not to be used until it is heard again. */
  DOWN
}
