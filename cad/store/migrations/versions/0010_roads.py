"""Roads, closures, crew and shift of a unit"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "road_graphs",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("center_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("arrays", sa.LargeBinary(), nullable=False),
        sa.Column("nodes", sa.Integer(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("import_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "closures",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("center_id", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("radius_m", sa.Float(), nullable=False),
        sa.Column("way", sa.BigInteger(), nullable=False),
        sa.Column("factor", sa.Float(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"]),
        sa.ForeignKeyConstraint(["lifted_by"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.add_column("units", sa.Column("crew_count", sa.Integer(), nullable=True))
    op.add_column("units", sa.Column("crew_minimum", sa.Integer(), nullable=True))
    op.add_column("units", sa.Column("shift_began_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("units", sa.Column("shift_ends_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_units_station_id", "units", ["station_id"])
    # Positions change all the time: with room in its page a new version needs no index entry, and the old one is
    # cleared away by the next who reads. Without it the table that every recommendation reads grows threefold.
    op.execute("ALTER TABLE units SET (fillfactor = 40, autovacuum_vacuum_scale_factor = 0.05)")
