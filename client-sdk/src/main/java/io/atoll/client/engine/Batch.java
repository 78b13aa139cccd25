package io.atoll.client.engine;

import java.util.ArrayList;
import java.util.List;

/** Requests that came together, to one loop; those that go to one connection share frames. */
final class Batch implements Inbox.Submission {
  private final List<Call> calls = new ArrayList<>();

  void add(Call call) {
    calls.add(call);
  }

  @Override
  public void start(Dispatcher on) {
    BatchAccumulator gathering = new BatchAccumulator(on);
    for (Call call : calls) {
      if (on.begin(call)) {
        gathering.add(call);
      }
    }
    gathering.send();
  }
}
