"""Another city from a folder of tables (CSV): read, checked as a whole, and loaded."""

from guides.city_folder.checks import check_tables
from guides.city_folder.faults import FolderFault, FolderInvalid, TableFault
from guides.city_folder.insertion import load_bodies, load_places
from guides.city_folder.tables import CityTables, read_tables

__all__ = [
    "CityTables",
    "FolderFault",
    "FolderInvalid",
    "TableFault",
    "check_tables",
    "load_bodies",
    "load_places",
    "read_tables",
]
