package io.atoll.chaos.session;

import io.atoll.chaos.checker.Checker;
import io.atoll.chaos.checker.Evidence;
import io.atoll.ring.Member;
import java.util.ArrayList;
import java.util.List;

/** When every client is closed, neither clients nor nodes hold anything of each other any more. */
public record ClientsLeakNothing(List<ClientProcess> clients) implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    for (ClientProcess client : clients) {
      if (!client.remains().isEmpty()) {
        found.add("%s still has %s".formatted(client.name(), client.remains()));
      }
    }
    for (Member member : evidence.cluster().members()) {
      String remains = evidence.cluster().remainsOfClients(member.nodeId());
      if (!remains.isEmpty()) {
        found.add("%s still has of its clients: %s".formatted(member.nodeId(), remains));
      }
    }
    return found;
  }
}
