package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.crm.RecordEditor;
import io.dealsync.sandbox.crm.Records;
import io.dealsync.sandbox.list.Entities;
import io.dealsync.sandbox.list.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Deals, contacts and companies, as records that REST creates, changes and deletes. */
enum RecordType {
  DEAL("crm.deal.", 2, Field.OF_DEALS) {
    @Override
    Entities entities(Records records) {
      return new Entities.Deals(records);
    }

    @Override
    long add(RecordEditor editor, RecordFields fields) {
      return editor.addDeal(fields.edit(), fields.contacts().orElse(List.of()));
    }

    @Override
    boolean update(RecordEditor editor, long id, RecordFields fields) {
      return editor.updateDeal(id, fields.edit(), fields.contacts());
    }

    @Override
    boolean delete(RecordEditor editor, long id) {
      return editor.deleteDeal(id);
    }
  },
  CONTACT("crm.contact.", 3, Field.OF_CONTACTS) {
    @Override
    Entities entities(Records records) {
      return new Entities.Contacts(records);
    }

    @Override
    long add(RecordEditor editor, RecordFields fields) {
      return editor.addContact(fields.edit());
    }

    @Override
    boolean update(RecordEditor editor, long id, RecordFields fields) {
      return editor.updateContact(id, fields.edit());
    }

    @Override
    boolean delete(RecordEditor editor, long id) {
      return editor.deleteContact(id);
    }
  },
  COMPANY("crm.company.", 4, Field.OF_COMPANIES) {
    @Override
    Entities entities(Records records) {
      return new Entities.Companies(records);
    }

    @Override
    long add(RecordEditor editor, RecordFields fields) {
      return editor.addCompany(fields.edit());
    }

    @Override
    boolean update(RecordEditor editor, long id, RecordFields fields) {
      return editor.updateCompany(id, fields.edit());
    }

    @Override
    boolean delete(RecordEditor editor, long id) {
      return editor.deleteCompany(id);
    }
  };

  final String prefix;
  final long entityType;
  final Set<Field> fields;

  RecordType(String prefix, long entityType, Set<Field> fields) {
    this.prefix = prefix;
    this.entityType = entityType;
    this.fields = fields;
  }

  /** The type behind an {@code entityTypeId}, if the portal has it. */
  static Optional<RecordType> of(long entityType) {
    return Arrays.stream(values()).filter(each -> each.entityType == entityType).findFirst();
  }

  abstract Entities entities(Records records);

  abstract long add(RecordEditor editor, RecordFields fields);

  /** Whether there is such a record. */
  abstract boolean update(RecordEditor editor, long id, RecordFields fields);

  /** Whether there was such a record. */
  abstract boolean delete(RecordEditor editor, long id);
}
