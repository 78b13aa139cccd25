package io.atoll.chaos.checker;

import io.atoll.chaos.history.Ending;
import io.atoll.chaos.history.Epochs;
import io.atoll.chaos.history.Question;
import io.atoll.chaos.history.Read;
import io.atoll.chaos.history.Request;
import io.atoll.chaos.history.Write;
import io.atoll.ring.Keyspace;
import java.util.ArrayList;
import java.util.List;

/**
 * Whoever is answered is answered in an epoch that has the keyspace, not older than what the node
 * had when it was asked; and a write is made in the keyspace of that epoch, not in one of the same
 * name that was dropped.
 */
public final class KeyspacesAnswerWhileTheyAreThere implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    Epochs epochs = evidence.history().epochs();
    for (Read read : evidence.history().answeredReads()) {
      judge(epochs, read, found);
    }
    for (Write write : evidence.history().writes()) {
      Keyspace keyspace = judge(epochs, write, found);
      if (keyspace != null
          && keyspace.id() != write.keyspaceId()
          && keyspace.id() != write.tooLateFor()) {
        found.add(
            "made in keyspace %d and answered for %d: %s"
                .formatted(write.keyspaceId(), keyspace.id(), write));
      }
    }
    return found;
  }

  /**
   * @return the keyspace that an answer is of; null where that is not known
   */
  private static Keyspace judge(Epochs epochs, Request request, List<String> found) {
    Question question = request.question();
    if (!(request.ending() instanceof Ending.Answered answered) || answered.claims() == null) {
      return null;
    }
    long epoch = answered.claims().epoch();
    if (epoch < question.leastEpoch()) {
      found.add(
          "answered in epoch %d by a node that had %d: %s"
              .formatted(epoch, question.leastEpoch(), request));
    }
    Keyspace keyspace = epochs.keyspace(question.keyspace(), epoch);
    if (keyspace == null && epochs.seen().containsKey(epoch)) {
      found.add("answered in epoch %d, which has no such keyspace: %s".formatted(epoch, request));
    }
    return keyspace;
  }
}
