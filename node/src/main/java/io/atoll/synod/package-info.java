/**
 * Agreement on one thing: the Synod protocol as values and pure state machines, for any instance,
 * any value, any acceptors. One instance is the decision of one epoch, or the register of one key;
 * who carries the messages, keeps the acceptors and makes them durable is not known here.
 *
 * <p>Reading order: {@link io.atoll.synod.Ballot}, {@link io.atoll.synod.SynodMessage}, {@link
 * io.atoll.synod.Acceptor}, {@link io.atoll.synod.Quorum}, {@link io.atoll.synod.Proposer}.
 *
 * <p>It stands beneath the engines, because more than one of them agrees and none may know another.
 * Imports the JDK only.
 */
package io.atoll.synod;
