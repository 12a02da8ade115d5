package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.crm.Card;
import io.dealsync.sandbox.crm.RecordEditor;
import io.dealsync.sandbox.crm.Records;
import io.dealsync.sandbox.list.Entities;
import java.util.List;

/** Deals and contacts, as records that REST creates, changes and deletes. */
enum RecordType {
  DEAL("crm.deal.", 2, "Deal") {
    @Override
    Entities entities(Records records) {
      return new Entities.Deals(records);
    }

    @Override
    long add(RecordEditor editor, RecordFields fields) {
      return editor.addDeal(fields.card(noun), fields.contacts().orElse(List.of()));
    }

    @Override
    boolean update(RecordEditor editor, long id, RecordFields fields) {
      return editor.updateDeal(id, card -> card.with(fields.values()), fields.contacts());
    }

    @Override
    boolean delete(RecordEditor editor, long id) {
      return editor.deleteDeal(id);
    }
  },
  CONTACT("crm.contact.", 3, "Contact") {
    @Override
    Entities entities(Records records) {
      return new Entities.Contacts(records);
    }

    @Override
    long add(RecordEditor editor, RecordFields fields) {
      return editor.addContact(fields.card(noun));
    }

    @Override
    boolean update(RecordEditor editor, long id, RecordFields fields) {
      return editor.updateContact(id, card -> card.with(fields.values()));
    }

    @Override
    boolean delete(RecordEditor editor, long id) {
      return editor.deleteContact(id);
    }
  };

  final String prefix;
  final long entityType;
  final String noun;

  RecordType(String prefix, long entityType, String noun) {
    this.prefix = prefix;
    this.entityType = entityType;
    this.noun = noun;
  }

  /** The type behind an {@code entityTypeId} that the portal knows. */
  static RecordType of(long entityType) {
    return entityType == DEAL.entityType ? DEAL : CONTACT;
  }

  abstract Entities entities(Records records);

  abstract long add(RecordEditor editor, RecordFields fields);

  /** Whether there is such a record. */
  abstract boolean update(RecordEditor editor, long id, RecordFields fields);

  /** Whether there was such a record. */
  abstract boolean delete(RecordEditor editor, long id);

  Card card(Records records, long id) {
    return entities(records).cards().of(id);
  }
}
