"""The shop's room: orders to ship, goods, catalogue files, terms, staff, statements. Others meet nothing here."""
