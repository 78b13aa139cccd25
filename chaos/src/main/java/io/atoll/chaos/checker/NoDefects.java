package io.atoll.chaos.checker;

import java.util.ArrayList;
import java.util.List;

/**
 * Nothing was thrown where nothing may be thrown, no dot was used twice, and every node came back.
 */
public final class NoDefects implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>(evidence.cluster().defects());
    found.addAll(evidence.history().mistakes());
    evidence
        .cluster()
        .members()
        .forEach(
            member -> {
              if (evidence.cluster().node(member.nodeId()) == null) {
                found.add(
                    "%s did not come back: %s"
                        .formatted(member.nodeId(), evidence.cluster().refusal(member.nodeId())));
              }
            });
    return found;
  }
}
