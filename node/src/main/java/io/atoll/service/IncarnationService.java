package io.atoll.service;

import io.atoll.env.Loop;
import io.atoll.env.NodeEnv;
import io.atoll.storage.StorageEngine;
import java.util.function.Consumer;

/** Sees to it that no incarnation of this node is ever used twice. Lives on loop 0. */
public final class IncarnationService {
  private final NodeEnv env;
  private final Loop loop;
  private final StorageEngine engine;
  private final Incarnation incarnation;
  private final Consumer<String> report;
  private boolean renewing;

  /**
   * @param incarnation where it publishes what it finds
   * @param report takes one line for a person
   */
  public IncarnationService(
      NodeEnv env, StorageEngine engine, Incarnation incarnation, Consumer<String> report) {
    this.env = env;
    this.loop = env.loops().get(0);
    this.engine = engine;
    this.incarnation = incarnation;
    this.report = report;
    incarnation.renewedBy((worn, why) -> loop.execute(() -> renewed(worn, why)));
  }

  /** Begins: from now on, or soon, the node makes write events. */
  public void start() {
    incarnation.publish(engine.generation());
  }

  private void renewed(int worn, String why) {
    if (incarnation.generation() == worn && !renewing) {
      renew(why);
    }
  }

  private void renew(String why) {
    renewing = true;
    int drawn = StorageEngine.drawGeneration(env.entropy());
    engine
        .renew(drawn)
        .onComplete(
            done -> {
              renewing = false;
              incarnation.publish(drawn);
              report.accept("takes the new incarnation %d: %s".formatted(drawn, why));
            },
            refused -> {
              renewing = false;
              report.accept(
                  "cannot take a new incarnation (%s), which it needs because %s"
                      .formatted(refused.getMessage(), why));
            });
  }
}
