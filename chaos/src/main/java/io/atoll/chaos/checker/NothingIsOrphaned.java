package io.atoll.chaos.checker;

import io.atoll.causal.Siblings;
import io.atoll.causal.Version;
import io.atoll.chaos.model.Placement;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.storage.StorageKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * At the end every node's storage, read from end to end, has nothing but states of keys that the
 * node owns, in keyspaces that there are, made of writes that somebody asked for.
 */
public final class NothingIsOrphaned implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    Map<Integer, Keyspace> keyspaces = new HashMap<>();
    evidence.topology().keyspaces().values().forEach(k -> keyspaces.put(k.id(), k));
    for (Member member : evidence.cluster().members()) {
      SortedMap<StorageKey, Siblings> held = evidence.holdings().get(member.nodeId());
      if (held == null && evidence.watch().ledger().of(member.nodeId()).isDamaged()) {
        // Damage is for the node to find and not to serve, which other checkers see to.
        continue;
      }
      if (held == null) {
        found.add("what %s holds cannot be read".formatted(member.nodeId()));
      } else {
        held.forEach((key, state) -> judge(evidence, member, keyspaces, key, state, found));
      }
    }
    return found;
  }

  private static void judge(
      Evidence evidence,
      Member member,
      Map<Integer, Keyspace> keyspaces,
      StorageKey key,
      Siblings state,
      List<String> found) {
    Keyspace keyspace = keyspaces.get(key.keyspaceId());
    if (keyspace == null) {
      found.add("%s still holds %s, of a keyspace that is gone".formatted(member.nodeId(), key));
      return;
    }
    if (Placement.replicas(evidence.topology(), keyspace, key.token()).stream()
        .noneMatch(owner -> owner.number() == member.number())) {
      found.add(
          "%s holds %s of %s and does not own it"
              .formatted(member.nodeId(), name(key), keyspace.name()));
    }
    for (Version version : state.versions()) {
      if (evidence.history().writeOf(keyspace.id(), name(key), version.dot()) == null) {
        found.add(
            "%s holds %s of %s/%s, which nobody wrote"
                .formatted(member.nodeId(), version, keyspace.name(), name(key)));
      }
    }
  }

  private static String name(StorageKey key) {
    return new String(key.key(), StandardCharsets.UTF_8);
  }
}
