package io.atoll.chaos.checker;

import io.atoll.chaos.model.LevelRule;
import io.atoll.chaos.model.ReplicaCounts;
import io.atoll.chaos.watch.Acknowledgement;
import java.util.ArrayList;
import java.util.List;

/**
 * In the moment in which a write is said to be done, as many of its replicas as its level asks for,
 * and where it asks for them, have it on disk: by what the disks hold, not by what nodes say.
 */
public final class DurableWhenAcknowledged implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    for (Acknowledgement said : evidence.watch().acknowledgements()) {
      AcknowledgedKey key = AcknowledgedKey.of(evidence, said);
      if (key == null) {
        found.add("epoch %d was seen nowhere: %s".formatted(said.outcome().epoch(), said));
      } else if (!isMet(key, said)) {
        found.add("not durable in %s: %s".formatted(key.replicas(), said));
      }
    }
    return found;
  }

  private static boolean isMet(AcknowledgedKey key, Acknowledgement said) {
    LevelRule rule =
        new LevelRule(key.level(said), said.dc(), ReplicaCounts.of(key.keyspace().replication()));
    return said.events().stream().anyMatch(event -> rule.metBy(key.having(event)));
  }
}
