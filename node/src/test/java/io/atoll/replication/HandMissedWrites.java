package io.atoll.replication;

import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Keeps in mind who was said to lack what, in order: as {@code us-2 lacks key}. */
final class HandMissedWrites implements MissedWrites {
  private final IntFunction<Member> members;
  private final List<String> told = new ArrayList<>();

  HandMissedWrites(IntFunction<Member> members) {
    this.members = members;
  }

  @Override
  public void missed(Keyspace keyspace, long token, byte[] key, int member) {
    told.add(members.apply(member).nodeId() + " lacks " + new String(key, StandardCharsets.UTF_8));
  }

  /** What was told so far; forgotten then. */
  List<String> told() {
    List<String> all = List.copyOf(told);
    told.clear();
    return all;
  }
}
