-- Which alerts have joined since people were told, a few of them. If none of these fires any more when the mark is due, nobody is
-- told. NULL: they are many, or an earlier version made the mark; people are told then.
ALTER TABLE incident_growth ADD COLUMN joined uuid[];
