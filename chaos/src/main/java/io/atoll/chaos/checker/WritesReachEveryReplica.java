package io.atoll.chaos.checker;

import java.util.List;

/**
 * While everybody is there, an acknowledged write is soon on the disk of every replica, whatever
 * its level was, and without anybody having to read it.
 */
public final class WritesReachEveryReplica implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    return evidence.watch().lackedThough(WhatCanBeDoneIsDone.BOUND_MS);
  }
}
