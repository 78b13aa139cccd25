package io.atoll.chaos.session;

import io.atoll.chaos.checker.Checker;
import io.atoll.chaos.checker.Evidence;
import java.util.ArrayList;
import java.util.List;

/** Every call of the client library ends once, and not much later than its timeout. */
public record CallsEndOnce(SessionHistory sessions) implements Checker {
  private static final long SLACK_MS = 100;

  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>(sessions.mistakes());
    for (Call call : sessions.calls()) {
      if (call.ends() != 1) {
        found.add("ended %d times: %s".formatted(call.ends(), call));
      } else if (call.lateMs() > SLACK_MS) {
        found.add("ended %d ms after its timeout: %s".formatted(call.lateMs(), call));
      }
    }
    return found;
  }
}
