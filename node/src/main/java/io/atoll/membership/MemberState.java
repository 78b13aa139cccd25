package io.atoll.membership;

/** The state of a member as another sees it. */
public enum MemberState {
  /** It answers, or nothing is known against it. */
  ALIVE,
  /** Somebody got no answer; it has a few seconds to refute. Still to be used. */
  SUSPECT,
  /** Declared down, or it said that it leaves. Not to be used until it is heard again. */
  DOWN
}
