package io.atoll.chaos.workload;

import io.atoll.chaos.checker.Checker;
import io.atoll.chaos.checker.KeyspacesAnswerWhileTheyAreThere;
import io.atoll.chaos.checker.MinContextHolds;
import io.atoll.chaos.checker.QuorumReadsSeeQuorumWrites;
import io.atoll.chaos.checker.ReadsAreWhole;
import io.atoll.chaos.checker.ReadsNeverGoBack;
import io.atoll.chaos.world.Stage;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.Member;
import java.util.ArrayList;
import java.util.List;

/** Clients that ask nodes directly, whichever they happen on. */
public final class DirectClients implements Workload {
  private static final String SIBLINGS = "default";
  private static final String LWW = "lww";

  private final Stage stage;
  private final Mix mix;
  private final List<Client> clients = new ArrayList<>();

  public DirectClients(Stage stage) {
    this.stage = stage;
    List<Member> members = stage.members();
    int replicas = 3 * (int) members.stream().map(Member::dc).distinct().count();
    this.mix =
        Mix.choose(
            stage.random(),
            Math.min(replicas, members.size()),
            stage.world().storage().shards().memtableBytes());
    stage.say("mix: " + mix);
  }

  @Override
  public void setup() {
    Keyspaces.create(stage, LWW, ConflictPolicy.LWW, () -> 1 + stage.random().nextInt(3));
  }

  @Override
  public void start() {
    for (int i = 1; i <= mix.crowd().clients(); i++) {
      Client client = new Client("client-" + i, stage.split(), mix, keyspaces(i));
      clients.add(client);
      client.start();
    }
    Keyspaces.maybeBlocking(stage, List.of(SIBLINGS, LWW));
  }

  /**
   * Every other client also works in the keyspace that comes and goes, whether it is there or not.
   */
  private static List<String> keyspaces(int client) {
    return client % 2 == 0
        ? List.of(SIBLINGS, SIBLINGS, LWW, KeyspaceChurn.NAME)
        : List.of(SIBLINGS, SIBLINGS, LWW);
  }

  @Override
  public void stop() {
    clients.forEach(Client::stop);
  }

  @Override
  public List<Checker> checkers() {
    return List.of(
        new ReadsAreWhole(),
        new QuorumReadsSeeQuorumWrites(),
        new ReadsNeverGoBack(),
        new MinContextHolds(),
        new KeyspacesAnswerWhileTheyAreThere());
  }
}
